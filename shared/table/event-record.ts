import type { TributaryEvent } from '../contract/index.ts';
import type { RecordKey } from './keys.ts';

/** Keys of a sparse index; the item is in the index only when the event record has them. */
export interface IndexKey {
  readonly partition: string;
  readonly sort: string;
}

/** Content that goes to the payload bucket before the event record is written, and where. */
export interface PayloadObject {
  readonly key: string;
  readonly content: string;
}

/** What is written to the table for one event: appended, never changed. */
export interface EventRecord {
  readonly key: RecordKey;
  readonly event: TributaryEvent;
  /** JSON text of the provider's item; absent for event records of our own (mirrored media). */
  readonly raw?: string | undefined;
  /** Set when the raw JSON does not ride on the item: what was not understood, or is too large. */
  readonly payload?: PayloadObject | undefined;
  /** Index `conversation`: only messages are in it. */
  readonly conversation?: IndexKey | undefined;
  /** Index `quarantine`: what nobody understood yet. */
  readonly quarantine?: IndexKey | undefined;
}
