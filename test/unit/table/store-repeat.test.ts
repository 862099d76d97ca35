import { describe, expect, it } from 'vitest';
import { toQuarantineRecord } from '../../../functions/callback/to-event-records.ts';
import { compareRecords } from '../../../shared/table/store-repeat.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt } from '../../support/drafts.ts';

const quarantined = (unrecognized: Parameters<typeof toQuarantineRecord>[0], text: string) =>
  toQuarantineRecord(unrecognized, receipt, { text, headers: {} });

it('a quarantined item that comes again is a duplicate, however it is described and spaced', () => {
  const first = quarantined({ reason: 'unknown_provider_event' }, '{"a":1,"b":2}');
  const second = quarantined(
    { reason: 'invalid_shape', providerEvent: 'note', path: '$.b', problem: 'expected text' },
    '{ "b": 2, "a": 1 }',
  );
  expect(second.key).toEqual(first.key);
  expect(compareRecords({ event: first.event, raw: undefined }, second)).toBe('duplicate');
});

describe('a status that comes again in another word of the provider', () => {
  const { data, ...draft } = deliveredStatus();
  const created = (providerStatus: string, fields: object = {}) =>
    toEventRecord(
      { ...draft, data: { ...data, status: 'created', providerStatus, ...fields } },
      receipt,
    );

  it('is a duplicate: `queued` and then `sending` say the same', () => {
    expect(compareRecords(created('queued'), created('sending'))).toBe('duplicate');
  });

  it('is a conflict where anything else differs', () => {
    const failed = created('sending', { errors: [{ code: '30003' }] });
    expect(compareRecords(created('queued'), failed)).toBe('conflict');
  });
});
