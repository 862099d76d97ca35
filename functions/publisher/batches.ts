import type { BusEntry } from './ports.ts';

/** Quotas of one `PutEvents` call (read 2026-11-21: 10 entries, 1 MB since January 2026). */
export const maxEntries = 10;
const maxBytes = 1_000_000;

/** Bytes of an entry as EventBridge counts them: source, detail-type and detail in UTF-8. */
function entryBytes({ source, detailType, detail }: BusEntry): number {
  return Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
}

/** An entry for the bus, and the partition of the table that its event record is in. */
interface Publishable {
  readonly entry: BusEntry;
  readonly pk: string;
}

/**
 * Cuts items into groups that each fit one `PutEvents` call, in order. A single item always fits: a
 * table item holds 400 KB.
 *
 * No group has two event records of one message: the bus may refuse an entry and take the next, which
 * would then overtake the one that was refused.
 */
export function toBatches<Item extends Publishable>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const batches: Item[][] = [];
  let batch: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = entryBytes(item.entry);
    const isFull = batch.length === maxEntries || bytes + size > maxBytes;
    if (batch.length > 0 && (isFull || batch.some(({ pk }) => pk === item.pk))) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
