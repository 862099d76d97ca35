/**
 * Stores JSON that does not belong in the table: unrecognized and unmapped items, and raw JSON that is
 * too large for an item.
 *
 * Guarantees: when `put` returns, the content is durable and reads back byte for byte; a repeat
 * overwrites the content with itself. Not guaranteed: that nothing was written when `put` throws, nor
 * which content stays when one key is written with two: keys are made of the content or of an event's
 * id (`payload-keys.ts`). Held by `test/contract/ports/payload-store.test.ts`.
 */
export interface PayloadStore {
  /**
   * @param key as `payload-keys.ts` writes it
   * @param signal ends the call
   * @throws {TributaryError} `payload_store_unavailable`, always retryable
   */
  put(key: string, json: string, signal?: AbortSignal): Promise<void>;
}
