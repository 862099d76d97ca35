import { expect, it } from 'vitest';
import { toQuarantineRecord } from '../../../functions/callback/to-event-records.ts';
import { compareRecords } from '../../../shared/table/store-repeat.ts';
import { receipt } from '../../support/drafts.ts';

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
