/**
 * Keeps raw JSON that does not belong into the table: what was not understood, and what is too
 * large for an item. Writing the same thing again overwrites it with itself.
 */
export interface PayloadStore {
  /**
   * @param key without a leading slash
   * @throws {TributaryError} `payload_store_unavailable`, always retryable
   */
  keep(key: string, json: string): Promise<void>;
}
