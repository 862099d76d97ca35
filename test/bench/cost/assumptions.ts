/**
 * What cannot be measured without AWS. Times and batches are what AWS documents or what is usually
 * seen; sizes are on the dear side. `npm run bench -- --only f` prints what one more millisecond
 * costs.
 */
export const assumptions = {
  /** A `PutItem` within the region: AWS says single-digit milliseconds, and this is the middle. */
  dynamodbRoundTripMs: 5,
  /** Memory of the functions, as the stack has it. */
  functionGigabytes: 0.5,
  /** Lambda gives a whole processor with 1,769 MB, and a part of it with less. */
  functionProcessors: 512 / 1769,
  /** Stream records in one invocation of the publisher, under a load of some 50 messages a second. */
  recordsPerPublisherInvocation: 10,
  /**
   * How often a second Lambda looks at the stream for new records: at each shard four times (Lambda
   * developer guide, "Using Lambda with DynamoDB", read 2026-11-21), and a new on-demand table, for
   * 4,000 write units a second, has four.
   */
  streamPollsPerSecond: 16,
  publisherMs: 40,
  /** Its one line for each invocation. */
  publisherLogBytes: 150,
  /** Downloading and storing one file of a few megabytes. */
  mirrorMs: 700,
  /** The line of one file, and Lambda's own lines of an invocation with nothing else in it. */
  mirrorLogBytes: 900,
  /** A `media.stored` on the bus. */
  mediaEventBytes: 1_500,
  /**
   * Receives of an empty queue in a month: five at a time, each waiting 20 seconds. Lambda begins
   * with five, and goes below only where the queue has no maximum concurrency (Lambda developer
   * guide, "Configuring scaling behavior for SQS event source mappings", read 2026-11-21).
   */
  emptyReceivesPerMonth: (5 * 730 * 3600) / 20,
  /** A message to a user is sent, delivered and mostly read; one from a user has no status. */
  statusesPerMessage: 2.5,
  filesPerMessage: 0.1,
  fileMegabytes: 0.5,
} as const;
