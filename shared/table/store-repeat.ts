import { hash } from 'node:crypto';
import { isQuarantineEvent } from '../contract/event-kinds.ts';
import type { Data, TributaryEvent } from '../contract/index.ts';
import { parseJson, parseJsonOrUndefined, toCanonicalJson } from '../json.ts';
import type { EventRecord } from './event-record.ts';
import type { StoreOutcome } from './event-store.ts';
import type { RecordKey } from './keys.ts';
import { toSortKey } from './sort-key.ts';

/** What an event record is to a record that has its key already. */
type Repeat = Exclude<StoreOutcome, 'stored'>;

/** A record of the table. */
export interface ExistingRecord {
  /** Absent when the item is not an event record, or cannot be read. */
  readonly event: TributaryEvent | undefined;
  /** Absent when it is in the payload bucket, when it has none, or none that this code can read. */
  readonly raw?: string | undefined;
  /** Of its raw JSON in the payload bucket; the key has the hash of the content in it. */
  readonly payload?: { readonly key: string } | undefined;
}

/** A try to put a record under one key, and the outcome when that key is free. */
export interface Attempt {
  readonly outcome: StoreOutcome;
  /** What is put. Only a record that is `stored` is published. */
  readonly record: EventRecord;
}

/**
 * What to try when the key of an attempt exists: to put the record beside the existing one, not
 * published. An alternate whose key exists too becomes a conflict.
 *
 * @param record the record under its own key
 * @returns `undefined` when there is nothing to put: the record is a duplicate
 */
export function toNextAttempt(
  { outcome }: Attempt,
  record: EventRecord,
  existing: ExistingRecord,
): Attempt | undefined {
  const repeat = compareRecords(existing, record);
  if (repeat === 'duplicate' || outcome === 'conflict') return undefined;
  const kind = outcome === 'alternate' ? 'conflict' : repeat;
  const { event, raw, payload } = record;
  return { outcome: kind, record: { key: repeatKey(kind, record), event, raw, payload } };
}

/**
 * Stores a record whose key exists: beside the existing one and not published, or not at all.
 *
 * @param putBeside puts a record that is not published, and returns the one that has its key already
 */
export async function storeRepeat(
  existing: ExistingRecord,
  record: EventRecord,
  putBeside: (record: EventRecord) => Promise<ExistingRecord | undefined>,
): Promise<StoreOutcome> {
  let attempt = toNextAttempt({ outcome: 'stored', record }, record, existing);
  while (attempt !== undefined) {
    const beside = await putBeside(attempt.record);
    if (beside === undefined) return attempt.outcome;
    attempt = toNextAttempt(attempt, record, beside);
  }
  return 'duplicate';
}

/**
 * Compares a record with the stored record of the same key: it is the same event in the same raw form
 * (`duplicate`), the same event under another name of the provider (`alternate`), or the same provider
 * event with other content (`conflict`).
 *
 * Equal raw JSON is a duplicate even when a newer adapter reads it differently: then the provider has
 * retried over an upgrade. Only where one of the two has no raw JSON, the events decide.
 */
export function compareRecords(
  { event: stored, raw, payload }: ExistingRecord,
  record: Pick<EventRecord, 'event' | 'raw' | 'payload'>,
): Repeat {
  // Its key is the hash of its content: only our description of it can have changed.
  if (stored === undefined || isQuarantineEvent(record.event)) return 'duplicate';
  const { metadata, data } = record.event.detail;
  if (stored.detail.metadata.providerEvent !== metadata.providerEvent) return 'alternate';
  const before = stored.detail.data;
  const forms = [raw ?? payload?.key, record.raw ?? record.payload?.key] as const;
  if (isSameForm(...forms) ?? isSameData(before, data)) return 'duplicate';
  return isOtherWord(before, data) ? 'alternate' : 'conflict';
}

/**
 * Whether two texts of raw JSON say the same, in any order of fields.
 *
 * @returns `undefined` when one of them is missing
 */
function isSameForm(one: string | undefined, other: string | undefined): boolean | undefined {
  if (one === undefined || other === undefined) return undefined;
  return one === other || toCanonicalForm(one) === toCanonicalForm(other);
}

/** A text that is not JSON is the key of an object in the payload bucket. */
function toCanonicalForm(text: string): string {
  const json = parseJsonOrUndefined(text, parseJson);
  return json === undefined ? text : toCanonicalJson(json);
}

function isSameData(one: Data, other: Data): boolean {
  return toCanonicalJson(one) === toCanonicalJson(other);
}

/** Whether only the provider's word for a status differs: `queued` and then `sending` are `created`. */
function isOtherWord(one: Data, other: Data): boolean {
  const withoutWord = (data: Data): Data => ({ ...data, providerStatus: undefined });
  const isStatus = 'providerStatus' in one || 'providerStatus' in other;
  return isStatus && !isSameData(one, other) && isSameData(withoutWord(one), withoutWord(other));
}

/** The key of a repeat, which is stored beside the record that it repeats. A duplicate is not stored. */
export function repeatKey(
  repeat: Exclude<Repeat, 'duplicate'>,
  { key, event, raw, payload }: Pick<EventRecord, 'key' | 'event' | 'raw' | 'payload'>,
): RecordKey {
  const { metadata, data } = event.detail;
  if (repeat === 'alternate') {
    const word = 'providerStatus' in data ? data.providerStatus : undefined;
    const name = [metadata.providerEvent, word].filter((it) => it !== undefined).join('/');
    return { pk: key.pk, sk: toSortKey({ kind: 'alternate', name, of: key.sk }) };
  }
  const form = raw ?? payload?.key;
  const content = form === undefined ? toCanonicalJson(data) : toCanonicalForm(form);
  const contentHash = hash('sha256', `${key.sk}\n${content}`).slice(0, 32);
  return { pk: key.pk, sk: toSortKey({ kind: 'conflict', contentHash }) };
}
