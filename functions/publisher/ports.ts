import type { Log } from '../../shared/runtime/log.ts';
import type { ItemAttributes } from '../../shared/table/event-item.ts';
import type { RecordKey } from '../../shared/table/keys.ts';
import type { TributaryError } from '../../shared/tributary-error.ts';
import type { KnownLinks } from './known-links.ts';

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

/** Quotas of one `PutEvents` call (read 2026-11-21: 10 entries, 1 MB since January 2026). */
export const maxEntries = 10;
export const maxEntryBytes = 1_000_000;

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
   * @param entries at most `maxEntries`, of at most `maxEntryBytes` in all
   * @returns one outcome for each entry, in order
   * @throws {TributaryError} `publish_failed`, always retryable, when the bus could not be reached
   */
  publish(entries: readonly BusEntry[]): Promise<readonly PublishOutcome[]>;
}

/**
 * The DynamoDB items that stand beside event records, such as the alias of a message's second id.
 *
 * Guarantees: an item that is not in `failed` is durable; the first item with a key stays. Not
 * guaranteed: that an item in `failed` was not written. Held by `test/contract/ports/item-store.test.ts`.
 */
export interface ItemStore {
  /**
   * Inserts items; an item whose key exists is left as it is. Never throws.
   *
   * @param items at most `maxItems`, all with different keys
   */
  insert(items: readonly ItemAttributes[]): Promise<InsertResult>;
}

/** Items in one call (`BatchExecuteStatement`, API reference, read 2026-11-28). */
export const maxItems = 25;

export interface InsertResult {
  /** The items that the table may not have. All may be inserted again. */
  readonly failed: readonly ItemAttributes[];
  /** Why the first of them failed: `store_unavailable`, always retryable. */
  readonly error?: TributaryError;
}

/**
 * The most sort keys of a partition of links that are read. No person has as many names: a provider has sent
 * one name for all of its users, and nothing follows from such links. To read all of them for each new user
 * would take ever longer.
 */
export const maxSortKeys = 1_000;

/**
 * The links between the names of users in the table. The items of new ones go through `ItemStore`.
 *
 * Held by `test/contract/ports/link-store.test.ts`.
 */
export interface LinkStore {
  /** Those of which the table is known to have everything, and other items that it has. */
  readonly known: KnownLinks;
  /**
   * Which of these items the table has. Never throws. Not guaranteed: that an item which is not in the
   * result is not in the table.
   *
   * @param keys all different
   * @returns by `toKeyText`: when it expires, in seconds since 1970; `undefined` for never
   */
  findKnown(keys: readonly RecordKey[]): Promise<ReadonlyMap<string, number | undefined>>;
  /**
   * Changes when items expire. Never throws.
   *
   * @param keys all different
   * @param expiresAtSeconds since 1970; `undefined` for never
   * @returns whether all are in the table and expire then
   */
  extend(keys: readonly RecordKey[], expiresAtSeconds: number | undefined): Promise<boolean>;
  /**
   * The sort keys of a partition, with everything that was stored before the call. Of very many only the
   * first, at most `maxSortKeys`.
   *
   * @throws {TributaryError} `store_unavailable`, always retryable
   */
  readSortKeys(pk: string): Promise<readonly string[]>;
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

/** All attempts at one call to AWS end within this time. */
export const maxCallMs = 25_000;

/** Everything that the publisher touches outside of itself. */
export interface PublisherPorts {
  readonly bus: EventBus;
  readonly items: ItemStore;
  readonly links: LinkStore;
  readonly deadLetters: DeadLetterStore;
  readonly log: Log;
  readonly waitMs: (ms: number) => Promise<void>;
  /** Whether the conversation of each message is listed by day. @default no */
  readonly listsConversations?: boolean | undefined;
  /** Whether a call that begins now ends before the function does. */
  readonly hasTime: () => boolean;
  /** `eventID` of records that are finished although Lambda repeats them; one set for an environment. */
  readonly finished: Set<string>;
}
