import type { TributaryEvent } from '../contract/index.ts';
import type { IndexKey } from './index-keys.ts';
import type { RecordKey } from './keys.ts';

/** An object that goes to the payload bucket before the event record is written. */
export interface PayloadObject {
  readonly key: string;
  readonly content: string;
}

/**
 * What is written to the table for one event. Records are appended and never changed, except that a
 * replay takes one that it recognizes out of the index `quarantine`.
 */
export interface EventRecord {
  readonly key: RecordKey;
  readonly event: TributaryEvent;
  /** JSON text of the provider's item; absent for the gateway's own events (mirrored files). */
  readonly raw?: string | undefined;
  /** Set when the raw JSON is not on the item: it is quarantined, or too large. */
  readonly payload?: PayloadObject | undefined;
  /** Index `conversation`: only messages are in it. */
  readonly conversation?: IndexKey | undefined;
  /** Index `quarantine`: quarantined items, and messages of an unknown kind. */
  readonly quarantine?: IndexKey | undefined;
  /** Whose an event is that names no one: keyed hashes of the names of the message's user. */
  readonly userHashes?: readonly string[] | undefined;
}

/** An event record as it is read back from the table. */
export type StoredRecord = Pick<EventRecord, 'key' | 'event'>;
