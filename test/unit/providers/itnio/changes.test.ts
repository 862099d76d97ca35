import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { toEventRecord } from '../../../../shared/table/to-event-record.ts';
import { draftOf, unrecognizedOf } from './callbacks.ts';

describe('a template status of ITNIO', () => {
  const approved: JsonObject = {
    eventType: 'template-status-event',
    appId: 'qN4hVt8K',
    templateId: 1290000000000001,
    templateName: 'order_update',
    languageCode: 'en_GB',
    status: 'APPROVED',
    reason: '',
    timestamp: 1762934400,
  };

  it.each([
    'PENDING',
    'APPROVED',
    'REJECTED',
    'DELETED',
    'DISABLED',
    'PENDING_DELETION',
    'IN_APPEAL',
    'PAUSED',
    'LIMIT_EXCEEDED',
    'FLAGGED',
    'REINSTATED',
    'OF_TOMORROW',
  ])('keeps the word %s', (status) => {
    expect(draftOf('template.status.updated', { ...approved, status }).data).toEqual({
      template: { id: '1290000000000001', name: 'order_update', language: 'en_GB' },
      current: status,
    });
  });

  it('does not need the id of the template', () => {
    expect(draftOf('template.status.updated', { ...approved, templateId: '' }).data).toEqual({
      template: { name: 'order_update', language: 'en_GB' },
      current: 'APPROVED',
    });
  });

  it('needs its status', () => {
    expect(unrecognizedOf({ ...approved, status: '' })).toMatchObject({ path: '$.status' });
  });
});

describe('an account update of ITNIO', () => {
  const update: JsonObject = {
    field: 'account_update',
    appId: 'qN4hVt8K',
    wabaId: 102000000000001,
  };
  const ban = (date: string): JsonObject => ({
    ...update,
    event: 'DISABLED_UPDATE',
    ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: date },
  });
  const idOn = (day: string, body: JsonObject) =>
    toEventRecord(draftOf('account.updated', body), {
      provider: 'itnio',
      receivedAt: `${day}T03:04:05.678Z`,
    }).event.detail.metadata.id;

  it.each([
    ['October 9, 2023', '2023-10-09'],
    ['2023-10-09', '2023-10-09'],
    ['in October', 'in October'],
  ])('has the day of a ban, %s, as %s', (written, date) => {
    expect(draftOf('account.updated', ban(written)).data.ban).toEqual({ state: 'DISABLE', date });
  });

  it.each([
    [{ restriction_type: 'A', expiration: 1763539200 }, 1],
    [[{ restriction_type: 'A' }, { restriction_type: 'B', expiration: '1763539200' }], 2],
  ])('may have one restriction or several: %j', (restrictions, count) => {
    const body = { ...update, event: 'ACCOUNT_RESTRICTION', restrictions };
    const data = draftOf('account.updated', body).data;
    expect(data.restrictions).toHaveLength(count);
    expect(data.restrictions?.at(-1)?.expiresAt).toBe('2025-11-19T08:00:00.000Z');
  });

  it('has no time of its own', () => {
    expect(draftOf('account.updated', ban('October 9, 2023')).occurredAt).toBeUndefined();
  });

  it('is identified by its item and the day of receipt', () => {
    const first = ban('October 9, 2023');
    expect(idOn('2026-01-02', first)).toBe(idOn('2026-01-02', { tomorrow: null, ...first }));
    expect(idOn('2026-01-02', first)).not.toBe(idOn('2026-01-02', { ...first, tomorrow: 1 }));
    expect(idOn('2026-01-02', first)).not.toBe(idOn('2026-01-03', first));
    expect(idOn('2026-01-02', first)).not.toBe(idOn('2026-01-02', ban('October 10, 2023')));
  });

  it('needs its event', () => {
    expect(unrecognizedOf({ ...ban('October 9, 2023'), event: '' })).toMatchObject({
      path: '$.event',
    });
  });
});

describe('a phone number quality update of ITNIO', () => {
  const downgrade: JsonObject = {
    field: 'phone_number_quality_update',
    appId: 'qN4hVt8K',
    wabaId: '102000000000001',
    event: 'DOWNGRADE',
    displayPhoneNumber: '+1 555-010-0001',
    currentLimit: 'TIER_1K',
    oldLimit: 'TIER_10K',
    qualityRating: 'YELLOW',
  };

  it('has the event, the rating and the limits in separate fields', () => {
    expect(draftOf('phone.updated', downgrade).data).toEqual({
      phone: { displayPhoneNumber: '15550100001' },
      aspect: 'quality',
      current: 'DOWNGRADE',
      rating: 'YELLOW',
      limit: { current: 'TIER_1K', previous: 'TIER_10K' },
    });
  });

  it('has an id where the number is not a phone number', () => {
    const body = { ...downgrade, displayPhoneNumber: 'PHONE-NUMBER' };
    expect(draftOf('phone.updated', body).data.phone).toEqual({ id: 'PHONE-NUMBER' });
  });

  it('needs its event', () => {
    expect(unrecognizedOf({ ...downgrade, event: null })).toMatchObject({ path: '$.event' });
  });
});
