/**
 * Prices of AWS in us-east-1, in USD without free tiers, discounts and taxes, read on 2026-11-21 from
 * the pricing pages of the services. No other file has a price.
 */
export const prices = {
  /** aws.amazon.com/api-gateway/pricing: HTTP API, first 300 million, for each 512 KB. */
  httpApiPerMillion: 1,
  lambda: {
    /** aws.amazon.com/lambda/pricing: Arm, first tier. Function URLs are free. */
    requestsPerMillion: 0.2,
    perGigabyteSecond: 0.000_013_333_4,
  },
  dynamodb: {
    /** aws.amazon.com/dynamodb/pricing/on-demand: standard table class, units of 1 and of 4 KB. */
    writeUnitsPerMillion: 0.625,
    readUnitsPerMillion: 0.125,
    /** The same page. Reads of a stream by Lambda's own event source are free. */
    storagePerGigabyteMonth: 0.25,
    pointInTimeRecoveryPerGigabyteMonth: 0.2,
  },
  /** aws.amazon.com/eventbridge/pricing: custom events, for each 64 KB. Rules are free. */
  eventsPerMillion: 1,
  /** The same page: an archive of a bus. */
  archive: { perGigabyte: 0.1, storagePerGigabyteMonth: 0.023 },
  /** aws.amazon.com/cloudwatch/pricing, first tiers. */
  cloudwatch: {
    /** Logs of Lambda and of API Gateway, standard class. */
    logsPerGigabyte: 0.5,
    /** For each metric that an alarm evaluates. */
    alarmMetric: 0.1,
    metric: 0.3,
    dashboard: 3,
  },
  /** aws.amazon.com/secrets-manager/pricing. */
  secret: 0.4,
  /** aws.amazon.com/sqs/pricing: standard queue. */
  sqsRequestsPerMillion: 0.4,
  /** The same page: FIFO queue, read on 2026-11-28. */
  sqsFifoRequestsPerMillion: 0.5,
  /** aws.amazon.com/s3/pricing: standard class, first tier. */
  s3: { putsPerMillion: 5, storagePerGigabyteMonth: 0.023 },
} as const;

/** CloudWatch adds this to the size of every log event. */
export const logEventOverheadBytes = 26;

/** EventBridge charges for every started chunk of this size as for one event. */
export const eventChunkBytes = 64 * 1024;

/** DynamoDB adds this to the stored size of every item, in the table and in an index. */
export const itemOverheadBytes = 100;
