/** Records per second that one publisher must handle, by what its calls to AWS take. */
export const publisherRates = {
  /** DynamoDB in 5 ms and EventBridge in 20 ms. */
  usual: 1_500,
  /** DynamoDB in 30 ms and EventBridge in 120 ms. */
  slow: 1_000,
} as const;

/**
 * Messages per second of users of whom each is new and has two names. For each, the publisher queries what
 * is known of both names: two calls for one message, where everything else shares a call.
 */
export const newUserRates = { usual: 275, slow: 200 } as const;
