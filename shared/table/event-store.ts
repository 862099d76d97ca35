import type { EventRecord } from './event-record.ts';

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
  /** @throws {TributaryError} `store_unavailable`, always retryable */
  store(record: EventRecord): Promise<StoreOutcome>;
}
