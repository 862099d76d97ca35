/**
 * Values that cannot be measured without AWS. Times and batches are documented by AWS or typical;
 * sizes are rather too large than too small. `npm run bench -- --only f` prints the cost of one more
 * millisecond.
 */
export const assumptions = {
  /** A `PutItem` within the region: AWS documents single-digit milliseconds; this is the middle. */
  dynamodbRoundTripMs: 5,
  /** Memory of the functions other than the publisher, as in the stack. */
  functionGigabytes: 0.5,
  /** Lambda gives one processor to this much memory, and a proportional share to less. */
  megabytesPerProcessor: 1_769,
  functionProcessors: 512 / 1_769,
  /** Stream records in one invocation of the publisher, under a load of about 50 messages a second. */
  recordsPerPublisherInvocation: 10,
  /**
   * Lambda polls each shard of the stream four times a second (Lambda developer guide, "Using Lambda
   * with DynamoDB", read 2026-11-21). A new on-demand table, which takes 4,000 write units a second,
   * has four shards.
   */
  streamPollsPerSecond: 16,
  /** An invocation of the publisher with ten records, as benchmark h measures it: 22 to 31 ms. */
  publisherMs: 25,
  /** The publisher logs one line for each invocation. */
  publisherLogBytes: 150,
  /**
   * An invocation of the media mirror with a file of `fileMegabytes` from a slow server, as benchmark e
   * measures it: 742 ms, also for five messages at the same time.
   */
  mirrorMs: 750,
  /** The log line of one file, and Lambda's own lines for an invocation with one file. */
  mirrorLogBytes: 900,
  /** A `media.stored` event on the bus. */
  mediaEventBytes: 1_500,
  /**
   * Receive calls on an empty queue in a month: five at a time, each of which waits 20 seconds. Lambda
   * starts with five, and uses fewer only for a queue without maximum concurrency (Lambda developer
   * guide, "Configuring scaling behavior for SQS event source mappings", read 2026-11-21).
   */
  emptyReceivesPerMonth: (5 * 730 * 3600) / 20,
  /**
   * A message to a user has three statuses at most, which 360dialog also calls typical
   * (https://docs.360dialog.com/partner/integrations-and-api-development/integration-best-practices/sizing-your-environment-based-on-expected-throughput,
   * read 2026-11-28); one from a user has none. Here, five of six messages are to users.
   */
  statusesPerMessage: 2.5,
  /** No one publishes how many messages have files, and of what size. A test of the model of scale halves and doubles it. */
  filesPerMessage: 0.1,
  fileMegabytes: 0.5,
} as const;
