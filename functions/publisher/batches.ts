import type { TributaryEvent } from '../../shared/contract/index.ts';

/** Quotas of one `PutEvents` call (read 2026-11-21: 10 entries, 1 MB since January 2026). */
export const maxEntries = 10;
const maxBytes = 1_000_000;

/** Bytes of an entry as EventBridge counts them: source, detail-type and detail in UTF-8. */
function entryBytes(event: TributaryEvent): number {
  return (
    Buffer.byteLength(event.source) +
    Buffer.byteLength(event['detail-type']) +
    Buffer.byteLength(JSON.stringify(event.detail))
  );
}

/** An event, and the partition of the table that its event record is in. */
interface Publishable {
  readonly event: TributaryEvent;
  readonly pk: string;
}

/**
 * Cuts items into groups that each fit one `PutEvents` call, in order. An item that is larger than
 * a call gets a group of its own: a table item holds 400 KB, so there is none.
 *
 * No group has two event records of one message: the bus may refuse an entry and take the next, and what was
 * refused would then be overtaken.
 */
export function toBatches<Item extends Publishable>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const batches: Item[][] = [];
  let batch: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = entryBytes(item.event);
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
