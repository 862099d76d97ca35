import { expect, it } from 'vitest';
import { toQuarantinedFact } from '../../../functions/callback/to-quarantine-record.ts';
import type { Misfit } from '../../../shared/provider/provider-adapter.ts';
import { compareFacts } from '../../../shared/table/compare-records.ts';
import { receipt } from '../../support/drafts.ts';

const quarantined = (misfit: Misfit, text: string) =>
  toQuarantinedFact(misfit, receipt, { text, headers: {} });

it('a quarantined item that comes again is a duplicate, however it is described and spaced', () => {
  const first = quarantined({ reason: 'unknown_feed' }, '{"a":1,"b":2}');
  const second = quarantined(
    { reason: 'invalid_shape', feed: 'note', path: '$.b', problem: 'expected text' },
    '{ "b": 2, "a": 1 }',
  );
  expect(second.key).toEqual(first.key);
  expect(compareFacts({ detail: first.event.detail, raw: undefined }, second)).toBe('duplicate');
});
