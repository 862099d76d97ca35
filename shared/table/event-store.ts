import type { EventRecord, PayloadObject } from './event-record.ts';

/**
 * The outcome of storing an event record.
 * - `stored`: the record is new, and will be published.
 * - `duplicate`: the table has the record with the same content; nothing was written.
 * - `alternate`: the table has the message from another provider event; stored beside it and not
 *   published.
 * - `conflict`: the table has it from the same provider event with other content; stored beside it and
 *   not published.
 */
export type StoreOutcome = 'stored' | 'duplicate' | 'alternate' | 'conflict';

/**
 * The store of event records.
 *
 * Guarantees: when `store` returns, the record is durable. Of all calls with one key at most one
 * returns `stored`, and exactly one record of a key is published, also when calls are concurrent. Not
 * guaranteed: that nothing was written when `store` throws; the caller lets the provider repeat the
 * callback, and the key makes that harmless. Nor that a caller gets `stored` for a new record: when a
 * response of the table is lost and the SDK repeats the request, the outcome is `duplicate`. Held by
 * `test/contract/ports/event-store.test.ts`.
 */
export interface EventStore {
  /**
   * @param signal ends the call
   * @throws {TributaryError} `store_unavailable`, always retryable
   */
  store(record: EventRecord, signal?: AbortSignal): Promise<StoreOutcome>;
}

/**
 * An event store that also takes all records of a callback at once. Held by
 * `test/contract/ports/event-store.test.ts`.
 */
export interface CallbackEventStore extends EventStore {
  /**
   * Stores what it can of many records in fewer calls than `store` makes. It only saves work: `store`
   * decides about every record that is not in the result. Never throws.
   *
   * @param putPayload makes a payload durable. It is called before a record that points at it is
   *   written, and not for a record that exists. A record whose payload fails is left to `store`.
   * @param signal ends the call
   * @returns the outcomes of records that are durable, as `store` would return them
   */
  storeMany(
    records: readonly EventRecord[],
    putPayload: PutPayload,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<EventRecord, StoreOutcome>>;
}

/** @throws {Error} when the payload may not be durable */
export type PutPayload = (payload: PayloadObject) => Promise<void>;

/**
 * Requests of one callback to the table at the same time, and as many to the payload bucket. Each client
 * has as many sockets, so that no request waits for one: the time limit of an attempt would run meanwhile.
 */
export const maxParallelRequests = 40;
