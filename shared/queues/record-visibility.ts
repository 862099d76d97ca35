/** One receipt of an SQS record, in the words of Lambda's SQS event. */
export interface ReceivedRecord {
  readonly eventSourceARN: string;
  readonly receiptHandle: string;
}

/**
 * Returns a received record to its queue.
 *
 * Guarantees: when `hide` returns, SQS delivers the record again after the given time; the last call
 * for a record decides. Not guaranteed: that SQS never delivers it earlier, nor that nothing changed
 * when `hide` throws. Held by `test/contract/ports/record-visibility.test.ts`.
 */
export interface RecordVisibility {
  /**
   * Hides a record for this many seconds from now; 0 makes it visible at once.
   *
   * @throws {TributaryError} `queue_unavailable`, always retryable; unless the call had its effect, the
   *   record returns after the queue's own timeout
   */
  hide(record: ReceivedRecord, seconds: number): Promise<void>;
}
