import { describe, expect, it } from 'vitest';
import { callback, draftsOf, messagesValue, unrecognizedOf } from './callbacks.ts';

describe('a template', () => {
  const template = { message_template_id: 300_000_000_000_001 };

  it('has its present category when a change is only announced', () => {
    const value = {
      ...template,
      new_category: 'UTILITY',
      correct_category: 'MARKETING',
      category_update_timestamp: 1_768_132_800,
    };
    expect(draftsOf(callback('template_category_update', value))[0]?.data).toEqual({
      template: { id: '300000000000001' },
      current: 'UTILITY',
      upcoming: { current: 'MARKETING', at: '2026-01-11T12:00:00.000Z' },
    });
  });

  it.each([
    ['message_template_status_update', { event: 'APPROVED' }],
    ['message_template_quality_update', { new_quality_score: 'RED' }],
    ['template_category_update', { new_category: 'UTILITY' }],
  ])('is unrecognized without id and name: %s', (field, value) => {
    expect(unrecognizedOf(callback(field, value))).toMatchObject({
      path: '$.entry[0].changes[0].value.message_template_id',
    });
  });
});

describe('a phone number', () => {
  it('has the limit that replaces the older one', () => {
    const value = {
      display_phone_number: '15550100001',
      event: 'UPGRADE',
      current_limit: 'TIER_1K',
      max_daily_conversations_per_business: 'TIER_10K',
    };
    const [draft] = draftsOf(callback('phone_number_quality_update', value));
    expect(draft?.data).toMatchObject({ limit: { current: 'TIER_10K' } });
  });

  it.each([
    ['phone_number_quality_update', { event: 'FLAGGED' }],
    ['phone_number_name_update', { decision: 'APPROVED' }],
    ['security', { event: 'PIN_CHANGED' }],
  ])('need not be named: %s', (field, value) => {
    expect(draftsOf(callback(field, value))[0]?.type).toBe('phone.updated');
  });
});

describe('an account', () => {
  it('is the customer’s in an event about a partner’s customer', () => {
    const value = { event: 'PARTNER_ADDED', waba_info: { waba_id: '100000000000103' } };
    const [draft] = draftsOf(callback('account_update', value));
    expect(draft).toMatchObject({
      account: { wabaId: '100000000000103' },
      data: { account: { id: '100000000000103' } },
    });
  });

  it.each([
    ['account_update', {}, '.event'],
    ['account_review_update', {}, '.decision'],
    ['account_alerts', { entity_type: 'BUSINESS' }, '.alert_info.alert_type'],
  ])('is unrecognized without a change: %s', (field, value, at) => {
    const { path } = unrecognizedOf(callback(field, value));
    expect(path).toBe(`$.entry[0].changes[0].value${at}`);
  });
});

describe('a user', () => {
  const stop = { category: 'marketing_messages', value: 'stop', timestamp: 1_768_046_406 };

  it('is unrecognized without phone number and id', () => {
    const value = messagesValue({ user_preferences: [stop, { ...stop, wa_id: '447700900123' }] });
    const body = callback('user_preferences', value);
    expect(() => draftsOf(body)).toThrow('$.entry[0].changes[0].value.user_preferences[0]');
  });

  it('is unrecognized without a change', () => {
    const { path } = unrecognizedOf(callback('user_id_update', messagesValue({})));
    expect(path).toBe('$.entry[0].changes[0].value.user_id_update');
  });

  it('has the time of the change, else that of the webhook', () => {
    const timeless = { wa_id: '447700900123', value: 'stop' };
    const value = messagesValue({ user_preferences: [{ ...stop, ...timeless }, timeless] });
    const times = draftsOf(callback('user_preferences', value)).map((it) => it.occurredAt);
    expect(times).toEqual(['2026-01-10T12:00:06.000Z', '2026-01-10T12:00:00.000Z']);
  });
});
