import { hash } from 'node:crypto';
import { isQuarantineEvent } from '../contract/event-kinds.ts';
import type { Data, TributaryEvent } from '../contract/index.ts';
import { toCanonicalJson } from '../json.ts';
import type { EventRecord } from './event-record.ts';
import type { StoreOutcome } from './event-store.ts';
import { type RecordKey, toSortKey } from './keys.ts';

/** What an event record is to a record that has its key already. */
type Repeat = Exclude<StoreOutcome, 'stored'>;

/** A record of the table. */
export interface ExistingRecord {
  /** Absent when the item is not an event record, or cannot be read. */
  readonly event: TributaryEvent | undefined;
  /** Absent when it has none, or none that this code can read. */
  readonly raw?: string | undefined;
}

/**
 * Stores a record whose key exists: beside the existing one and not published, or not at all. A second
 * alternate or conflict has the key of the first, so the comparison goes on from there.
 *
 * @param putBeside puts a record that is not published, and returns the one that has its key already
 */
export async function storeRepeat(
  { event, raw }: ExistingRecord,
  record: EventRecord,
  putBeside: (record: EventRecord) => Promise<ExistingRecord | undefined>,
): Promise<Repeat> {
  if (event === undefined) return 'duplicate';
  const repeat = compareRecords({ event, raw }, record);
  if (repeat === 'duplicate') return repeat;
  const existing = await putBeside({
    key: repeatKey(repeat, record),
    event: record.event,
    raw: record.raw,
    payload: record.payload,
  });
  if (existing === undefined) return repeat;
  return repeat === 'alternate' ? storeRepeat(existing, record, putBeside) : 'duplicate';
}

/**
 * Compares a record with the stored record of the same key: it is the same event (`duplicate`), the
 * same message from another provider event (`alternate`), or the same provider event with other
 * content (`conflict`).
 *
 * Equal raw JSON is a duplicate even when a newer adapter reads it differently: then the provider has
 * retried over an upgrade.
 *
 * @param stored `raw` absent: the stored record has none, or none that this code can read
 */
export function compareRecords(
  stored: Pick<EventRecord, 'event' | 'raw'>,
  record: Pick<EventRecord, 'event' | 'raw'>,
): Repeat {
  const { metadata, data } = record.event.detail;
  // Its key is the hash of its content: only our description of it can have changed.
  if (isQuarantineEvent(record.event)) return 'duplicate';
  const { detail } = stored.event;
  if (detail.metadata.providerEvent !== metadata.providerEvent) return 'alternate';
  const isSameRaw = record.raw !== undefined && stored.raw === record.raw;
  const isSame = isSameRaw || toComparable(detail.data) === toComparable(data);
  return isSame ? 'duplicate' : 'conflict';
}

/**
 * The content of an event without the provider's word for a status, since several words may have one
 * status: `queued` and then `sending` are `created` twice.
 */
function toComparable(data: Data): string {
  return toCanonicalJson('status' in data ? { ...data, providerStatus: undefined } : data);
}

/** The key of a repeat, which is stored beside the record that it repeats. A duplicate is not stored. */
export function repeatKey(
  repeat: Exclude<Repeat, 'duplicate'>,
  { key, event }: Pick<EventRecord, 'key' | 'event'>,
): RecordKey {
  const { metadata, data } = event.detail;
  const sk =
    repeat === 'alternate'
      ? toSortKey({ kind: 'alternate', providerEvent: metadata.providerEvent })
      : toSortKey({
          kind: 'conflict',
          contentHash: hash('sha256', toCanonicalJson(data)).slice(0, 32),
        });
  return { pk: key.pk, sk };
}
