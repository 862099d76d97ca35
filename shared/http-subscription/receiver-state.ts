/**
 * What is known about a receiver, in the one item of its table: whether events are posted to it, and how the
 * last attempts ended. The function and the CLI write it.
 */
export interface ReceiverState {
  /**
   * When it last accepted an event. Written at most once a minute, so it may be a minute behind; absent while
   * it never has.
   */
  readonly lastAcceptedAt?: string;
  /** When an attempt last failed, likewise. */
  readonly lastFailedAt?: string;
  /** What that attempt ended with: `503`, `timeout`, `unreachable (ECONNREFUSED)`. */
  readonly lastFailure?: string;
  /** Present while it is disabled. */
  readonly disabledAt?: string;
  readonly disabledBecause?: DisabledBecause;
  /** When it was last enabled; absent while it never was disabled. */
  readonly enabledAt?: string;
}

/** `failing`: it accepted nothing for a whole series of attempts. `gone`: it responded with 410. */
export type DisabledBecause = 'failing' | 'gone' | 'operator';

/** The table with the state of a receiver: one item. */
export const receiverTable = { partitionKey: 'id', id: 'receiver' } as const;
