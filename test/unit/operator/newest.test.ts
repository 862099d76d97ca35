import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { createNewest } from '../../../tools/operator/query/newest.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

/** An event that happened at this minute of a day, and came in another order. */
function eventAt(minute: number, index: number) {
  const occurredAt = new Date(Date.UTC(2026, 0, 2, 0, minute)).toISOString();
  const receivedAt = new Date(Date.UTC(2026, 0, 3, 0, 1_440 - minute)).toISOString();
  const draft = { ...textMessage({ id: `wamid.${index}` }), occurredAt };
  return toEventRecord(draft, { ...receipt, receivedAt }).event;
}

it('of any number of events, in any order, the newest are kept', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 1_439 }), {
    minLength: 1,
    maxLength: 400,
    size: 'max',
  });
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1, max: 20 }), (all, limit) => {
      const newest = createNewest(limit);
      for (const [index, minute] of all.entries()) newest.add(eventAt(minute, index));
      const { events, matched } = newest.result();
      const expected = all.toSorted((a, b) => b - a).slice(0, limit);
      expect(matched).toBe(all.length);
      expect(events.map(({ detail }) => detail.metadata.occurredAt)).toEqual(
        expected.map((minute) => new Date(Date.UTC(2026, 0, 2, 0, minute)).toISOString()),
      );
    }),
    { numRuns: 30 },
  );
});
