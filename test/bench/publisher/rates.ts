/** Records per second that one publisher must handle, by what its calls to AWS take. */
export const publisherRates = {
  /** DynamoDB in 5 ms and EventBridge in 20 ms. */
  usual: 1_500,
  /** DynamoDB in 30 ms and EventBridge in 120 ms. */
  slow: 1_000,
} as const;
