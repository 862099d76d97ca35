/**
 * One event as the bus takes it, in the words of EventBridge's `PutEvents`.
 *
 * `detail` is the JSON text of the event record, unchanged: it is never parsed and written again on
 * its way to the bus (`docs/adr/0004-detail-as-text.md`).
 */
export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
}

/**
 * What became of one entry that was offered to the bus.
 * - `published`: the bus has it.
 * - `failed`: the bus may take it when it is offered again.
 * - `rejected`: the bus will never take it.
 */
export type PublishOutcome = 'published' | 'failed' | 'rejected';

/**
 * The bus of events.
 *
 * Guarantees: `published` means that the bus has the entry, with the same `detail` byte for byte; an
 * entry that is rejected does not keep the others from being published. Not guaranteed: that the bus
 * does not have an entry whose outcome is `failed` or whose call throws, nor that subscribers receive
 * entries in this order. Held by `test/contract/ports/event-bus.test.ts`.
 */
export interface EventBus {
  /**
   * @param entries at most as many and as large as one call takes (see `batches.ts`)
   * @returns one outcome for each entry, in order
   * @throws {TributaryError} `publish_failed`, always retryable, when the bus could not be reached
   */
  publish(entries: readonly BusEntry[]): Promise<readonly PublishOutcome[]>;
}

/**
 * Points a message's second id at its first, so that a reader finds the message by either.
 *
 * Guarantees: when `storeAlias` returns, the alias is durable; the first alias of an id stays. Not
 * guaranteed: that nothing was written when it throws. Held by
 * `test/contract/ports/alias-store.test.ts`.
 */
export interface AliasStore {
  /**
   * Does nothing when there is an alias of this id already.
   *
   * @throws {TributaryError} `store_unavailable`, always retryable
   */
  storeAlias(alias: Alias): Promise<void>;
}

export interface Alias {
  readonly provider: string;
  /** The provider's own id of the message. */
  readonly providerMessageId: string;
  /** The id under which the message's event records are. */
  readonly messageId: string;
  /** When the alias expires with its message, in seconds since 1970; absent: it never expires. */
  readonly expiresAtSeconds?: number | undefined;
}

/**
 * Stores stream records that can never be published, in full, for an operator to redrive.
 *
 * Guarantees: when `store` returns, the record is durable; a repeat overwrites the record with itself.
 * Not guaranteed: that nothing was written when it throws. Held by
 * `test/contract/ports/dead-letter-store.test.ts`.
 */
export interface DeadLetterStore {
  /**
   * @param sequenceNumber names the record in its stream
   * @throws {TributaryError} `payload_store_unavailable`, always retryable
   */
  store(sequenceNumber: string, record: unknown): Promise<void>;
}
