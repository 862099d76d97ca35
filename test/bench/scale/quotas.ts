/** A limit of AWS, in the default of a new account, with where and when it was read. */
export interface Quota {
  readonly value: number;
  readonly source: `https://${string}`;
  /** UTC day. */
  readonly readOn: `2026-${string}`;
}

/** What AWS allows by default in us-east-1, and what the stack sets itself. */
export const quotas = {
  /** Requests per second of all HTTP APIs of an account in a region. */
  apiRequests: {
    value: 10_000,
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
    readOn: '2026-11-21',
  },
  /** Executions of all functions at the same time. A new account may have ten. */
  lambdaExecutions: {
    value: 1_000,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    readOn: '2026-11-21',
  },
  /** Synchronous invocations per second, for each execution that the account may have. */
  lambdaRequestsPerExecution: {
    value: 10,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
    readOn: '2026-11-28',
  },
  /** Further requests per second that a function takes ten seconds later. */
  lambdaGrowth: {
    value: 10_000,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html',
    readOn: '2026-11-28',
  },
  /** Lambda looks into each shard of a stream this often in a second. */
  streamPolls: {
    value: 4,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
    readOn: '2026-11-28',
  },
  /** Write units per second of one partition, of a table or of an index. */
  partitionUnits: {
    value: 1_000,
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html',
    readOn: '2026-11-21',
  },
  /** Read units per second of one table, its indexes included. */
  tableReadUnits: {
    value: 40_000,
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
    readOn: '2026-11-21',
  },
  /** Write units per second of a new table. Later: twice its highest load so far. */
  newTableUnits: {
    value: 4_000,
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html',
    readOn: '2026-11-21',
  },
  /** Write units per second of one table, its indexes included. */
  tableUnits: {
    value: 40_000,
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
    readOn: '2026-11-21',
  },
  /** Calls of `PutEvents` per second. 400 in the regions with the least. */
  putEventsCalls: {
    value: 10_000,
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
    readOn: '2026-11-28',
  },
  /** Events per second that EventBridge passes on to targets. 750 in the regions with the least. */
  targetInvocations: {
    value: 18_750,
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
    readOn: '2026-11-28',
  },
} as const satisfies Readonly<Record<string, Quota>>;
