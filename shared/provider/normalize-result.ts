import type { QuarantineReason } from '../contract/callback-events.ts';
import type { EventDraft } from '../contract/draft.ts';
import type { JsonValue } from '../json.ts';

/** What an adapter makes of one item of a callback. */
export type NormalizeResult = NormalizedEvent | Unrecognized | Unmapped | Ignored;

/** The item is an event: its draft is stored, and published. */
export interface NormalizedEvent {
  readonly kind: 'event';
  readonly draft: EventDraft;
}

/** The item should be an event and cannot be read. It is quarantined in full, and can be replayed. */
export interface Unrecognized {
  readonly kind: 'unrecognized';
  readonly reason: QuarantineReason;
  /** The provider's name of the event, as far as it could be read. */
  readonly providerEvent?: string | undefined;
  /** JSON path of the first value that could not be read, from the root of the body: `$.message.id`. */
  readonly path?: string | undefined;
  /** What was expected there; never a value of the body. */
  readonly problem?: string | undefined;
  /** The item with as much of its envelope as it needs; absent when that is the whole body. */
  readonly raw?: JsonValue | undefined;
}

/**
 * The contract has no event for the item, on purpose, and the item holds nothing that a person sent.
 * Its raw JSON is stored in the payload bucket, and it is counted.
 */
export interface Unmapped {
  readonly kind: 'unmapped';
  /** The provider's name of the event. */
  readonly providerEvent: string;
  /** The item with as much of its envelope as it needs; absent when that is the whole body. */
  readonly raw?: JsonValue | undefined;
}

/** The item is not worth storing, such as a typing indicator. It is counted, and nothing else. */
export interface Ignored {
  readonly kind: 'ignored';
  /** The provider's name of the event. */
  readonly providerEvent: string;
  /** In a sentence; never a value of the body. */
  readonly reason: string;
}
