import { hash } from 'node:crypto';
import type { Detail } from '../contract/index.ts';
import { toCanonicalJson } from '../json.ts';
import type { Fact } from './event-record.ts';

/** What a fact is to one that is stored under the same key already. */
export type Repeat = 'duplicate' | 'retold' | 'conflict';

/** What is compared of the stored fact: its `detail`, and its raw JSON where it has one. */
export interface StoredFact {
  readonly detail: Detail;
  readonly raw: string | undefined;
}

/**
 * The same event, the same message told by another feed of the provider, or one feed that tells it
 * differently. Equal raw JSON is a duplicate even when a newer version of our code reads it
 * differently: that is a retry over an upgrade, not a conflict.
 */
export function compareFacts(stored: StoredFact, fact: Fact): Repeat {
  const { metadata, data } = fact.event.detail;
  // Its key is the hash of its content: only what we say of it can have changed.
  if (metadata.type === 'delivery.quarantined') return 'duplicate';
  const sameContent = toCanonicalJson(stored.detail.data) === toCanonicalJson(data);
  if (stored.detail.metadata.feed !== metadata.feed) return 'retold';
  const sameRaw = fact.raw !== undefined && stored.raw === fact.raw;
  return sameContent || sameRaw ? 'duplicate' : 'conflict';
}

/** Under which sort key such a repeat is kept beside the fact. A duplicate is not kept. */
export function repeatSortKey(repeat: Exclude<Repeat, 'duplicate'>, fact: Fact): string {
  const { metadata, data } = fact.event.detail;
  if (repeat === 'retold') return `feed#${metadata.feed}`;
  return `conflict#${hash('sha256', toCanonicalJson(data)).slice(0, 32)}`;
}
