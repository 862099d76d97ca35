import type { EventRecord } from './event-record.ts';

/**
 * What became of an event record.
 * - `stored`: it is new, and will be published.
 * - `duplicate`: the same event record with the same content is there already; nothing was written.
 * - `alternate`: another provider event of the provider told the same message before; kept, not published.
 * - `conflict`: the same provider event told it before with other content; kept, not published.
 */
export type StoreOutcome = 'stored' | 'duplicate' | 'alternate' | 'conflict';

/**
 * The store of event records.
 *
 * Guarantees: when `store` returns, the event record is durable, and of all calls with one key exactly one
 * returns `stored`. Not guaranteed: that nothing was written when it throws; the caller lets the
 * provider send again, and the key makes that harmless.
 */
export interface EventStore {
  /** @throws {TributaryError} `store_unavailable`, always retryable */
  store(record: EventRecord): Promise<StoreOutcome>;
}
