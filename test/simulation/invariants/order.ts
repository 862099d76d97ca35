import { type Evidence, isToPublish } from './evidence.ts';
import type { Ledger } from './rules.ts';

/**
 * The event records of one message reach the bus in the order in which they were written, unless some
 * of them became dead letters.
 */
export function checkOrder(
  { published, storedByPartition }: Evidence,
  deadLetterPartitions: ReadonlySet<string>,
  ledger: Ledger,
): void {
  const firstAt = new Map<string, number>();
  for (const [index, { text }] of published.entries()) {
    if (!firstAt.has(text)) firstAt.set(text, index);
  }
  for (const [pk, records] of storedByPartition) {
    if (deadLetterPartitions.has(pk)) continue;
    let last = -1;
    const written = new Set<string>();
    for (const record of records.filter(isToPublish)) {
      const at = firstAt.get(record.text);
      // A record that was erased, and is written again, is the same event.
      if (at === undefined || written.has(record.text)) continue;
      written.add(record.text);
      if (last >= 0) {
        ledger.check(
          'one message: published in the order written',
          at >= last,
          () => record.subject,
        );
      }
      last = Math.max(at, last);
    }
  }
}
