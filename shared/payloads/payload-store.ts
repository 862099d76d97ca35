/**
 * Stores JSON that does not belong in the table: unrecognized and unmapped items, and raw JSON that is
 * too large for an item.
 *
 * Guarantees: when `put` returns, the key has an object, and the first content of a key stays: its bytes
 * are never replaced. Where a key is made of the bytes, a repeat has the same ones. The key of an
 * unrecognized or unmapped item is made of what it says, so a repeat may have other white space, other
 * headers and another time of receipt, which are not stored. Not guaranteed: that nothing was written
 * when `put` throws. Held by `test/contract/ports/payload-store.test.ts`.
 */
export interface PayloadStore {
  /**
   * @param key as `payload-keys.ts` writes it
   * @param signal ends the call
   * @throws {TributaryError} `payload_store_unavailable`, always retryable
   */
  put(key: string, json: string, signal?: AbortSignal): Promise<void>;
}
