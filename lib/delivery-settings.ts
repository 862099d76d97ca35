/**
 * How persistently the stack delivers: what decides when something is tried again, and when it is
 * given up on. The constructs read it, and so does the simulation (`test/simulation`), which proves
 * that nothing is lost with these very numbers.
 */

/** How long each function may run. */
export const timeoutSeconds = {
  callback: 10,
  publisher: 60,
  /** The five minutes that the mirror allows one file, and time to write down what became of it. */
  mirror: 6 * 60,
} as const;

/**
 * How Lambda reads the outbox: an outage is retried without limit, up to a record age of 20 of the
 * stream's 24 hours; one batch of a shard at a time, so that the event records of a message keep their order.
 */
export const outboxMapping = {
  batchSize: 100,
  parallelizationFactor: 1,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
  /** Without limit. */
  retryAttempts: -1,
  maxRecordAgeHours: 20,
} as const;

/** How Lambda reads the queue of the mirror. */
export const mirrorMapping = {
  /** Fetching is waiting: the messages of a batch wait at the same time and cost one invocation. */
  batchSize: 5,
  reportBatchItemFailures: true,
  /** Invocations at the same time; more messages wait. A new account may run ten in all. */
  maxConcurrency: 5,
} as const;

export const mirrorQueue = {
  /** Lambda asks for six times the function's timeout, to have room for its own retries. */
  visibilityTimeoutSeconds: 6 * timeoutSeconds.mirror,
  /** How often a message is handed to the mirror before it goes to the dead-letter queue. */
  maxReceiveCount: 6,
} as const;
