import type { TributaryEvent } from '../../shared/contract/index.ts';

/**
 * What became of one event that was offered to the bus.
 * - `published`: the bus has it.
 * - `failed`: it may be taken when it is offered again.
 * - `rejected`: the bus will never take it.
 */
export type PublishOutcome = 'published' | 'failed' | 'rejected';

/**
 * The bus of events.
 *
 * Guarantee: `published` means that the bus has the event. Not guaranteed: that it has not when the
 * outcome is `failed`, nor that subscribers see events in this order.
 */
export interface EventBus {
  /**
   * @param events at most as many and as large as one call takes (see `batches.ts`)
   * @returns one outcome for each event, in order
   * @throws {TributaryError} `publish_failed` when the bus could not be reached at all
   */
  publish(events: readonly TributaryEvent[]): Promise<readonly PublishOutcome[]>;
}

/** Points a message's second id at its first, so that a reader finds it by either. */
export interface AliasStore {
  /** Does nothing when the alias is there already. @throws {TributaryError} `store_unavailable` */
  storeAlias(alias: Alias): Promise<void>;
}

export interface Alias {
  readonly provider: string;
  /** The provider's own id of the message. */
  readonly providerMessageId: string;
  /** The id under which the message's event records are. */
  readonly messageId: string;
  /** When the alias is deleted with its message, in seconds since 1970; absent: it is kept. */
  readonly expiresAtSeconds?: number | undefined;
}

/** Keeps what cannot be published at all. */
export interface DeadLetterStore {
  /** Writes the same record to the same place. @throws {TributaryError} `payload_store_unavailable` */
  keep(sequenceNumber: string, record: unknown): Promise<void>;
}
