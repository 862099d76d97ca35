import { hash } from 'node:crypto';
import type { Detail } from '../contract/index.ts';
import { toCanonicalJson } from '../json.ts';
import type { EventRecord } from './event-record.ts';

/** What an event record is to one that is stored under the same key already. */
export type Repeat = 'duplicate' | 'alternate' | 'conflict';

/** What is compared of the stored event record: its `detail`, and its raw JSON where it has one. */
export interface StoredRecord {
  readonly detail: Detail;
  readonly raw: string | undefined;
}

/**
 * The same event, the same message told by another provider event of the provider, or one provider event that tells it
 * differently. Equal raw JSON is a duplicate even when a newer version of our code reads it
 * differently: that is a retry over an upgrade, not a conflict.
 */
export function compareRecords(stored: StoredRecord, record: EventRecord): Repeat {
  const { metadata, data } = record.event.detail;
  // Its key is the hash of its content: only what we say of it can have changed.
  if (metadata.type === 'callback.quarantined') return 'duplicate';
  const sameContent = toCanonicalJson(stored.detail.data) === toCanonicalJson(data);
  if (stored.detail.metadata.providerEvent !== metadata.providerEvent) return 'alternate';
  const sameRaw = record.raw !== undefined && stored.raw === record.raw;
  return sameContent || sameRaw ? 'duplicate' : 'conflict';
}

/** Under which sort key such a repeat is kept beside the event record. A duplicate is not kept. */
export function repeatSortKey(repeat: Exclude<Repeat, 'duplicate'>, record: EventRecord): string {
  const { metadata, data } = record.event.detail;
  if (repeat === 'alternate') return `alternate#${metadata.providerEvent}`;
  return `conflict#${hash('sha256', toCanonicalJson(data)).slice(0, 32)}`;
}
