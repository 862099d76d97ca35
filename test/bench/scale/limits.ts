import { maxEntries } from '../../../functions/publisher/ports.ts';
import {
  defaultMediaConcurrency,
  defaultThrottling,
  mirrorMapping,
} from '../../../lib/delivery-settings.ts';
import { conversationDayPartitions } from '../../../shared/table/conversation-days.ts';
import { callbackDataPartitions } from '../../../shared/table/items-beside.ts';
import { assumptions } from '../cost/assumptions.ts';
import type { CostFigures } from '../cost/figures.ts';
import { ackMs } from '../cost/model.ts';
import { newUserRates, publisherRates } from '../publisher/rates.ts';
import { type Load, type Needs, needsOf, steady } from './load.ts';
import { quotas } from './quotas.ts';

/** What a load takes of something that is limited: a quota, a setting, or the speed of a function. */
export interface Use {
  readonly what: string;
  readonly used: number;
  readonly limit: number;
  /** What lifts the limit. */
  readonly lift: string;
}

/** Files per second that the media mirror copies. */
const mirrorRate =
  (defaultMediaConcurrency * mirrorMapping.batchSize * 1000) / assumptions.mirrorMs;

/** What a load takes of every limit, from the endpoint to the files. */
export function usesOf(load: Load, figures: CostFigures): readonly Use[] {
  const needs = needsOf(load, figures);
  const { callbacksPerSecond, eventsPerSecond, filesPerSecond, unitsPerSecond } = needs;
  const before = needsOf(steady(load.highestBefore), figures);
  return [
    {
      what: 'requests to one provider’s route of the HTTP API',
      used: callbacksPerSecond,
      limit: defaultThrottling.rateLimit,
      lift: 'raise `throttling`, or give the provider the function URL',
    },
    {
      what: 'requests to API Gateway',
      used: callbacksPerSecond,
      limit: quotas.apiRequests.value,
      lift: 'request more, or give the providers the function URL',
    },
    {
      what: 'executions of Lambda functions at the same time',
      used: executionsOf(needs, figures),
      limit: quotas.lambdaExecutions.value,
      lift: 'request more',
    },
    {
      what: 'requests to Lambda functions',
      used: callbacksPerSecond,
      limit: quotas.lambdaExecutions.value * quotas.lambdaRequestsPerExecution.value,
      lift: 'request more executions: each allows ten requests per second',
    },
    {
      what: 'new requests to one Lambda function within ten seconds',
      used: callbacksPerSecond - before.callbacksPerSecond,
      limit: quotas.lambdaGrowth.value,
      lift: 'nothing: Lambda grows further in the next ten seconds',
    },
    {
      what: 'write units of the table',
      used: unitsPerSecond,
      limit: quotas.tableUnits.value,
      lift: 'request more',
    },
    {
      what: 'write units of the table, when the load has just grown',
      used: unitsPerSecond,
      limit: Math.max(quotas.newTableUnits.value, 2 * before.unitsPerSecond),
      lift: 'pre-warm the table and its index',
    },
    {
      what: 'write units of one conversation in its index',
      used: load.inOneConversation * needs.indexUnitsPerMessage,
      limit: quotas.partitionUnits.value,
      lift: 'nothing: use more users in a load test',
    },
    {
      what: 'items with one text of the owner’s, in each of its partitions',
      used: load.withOneText / callbackDataPartitions('any', 'any').length,
      limit: quotas.partitionUnits.value,
      lift: 'nothing: use more than one text (`callbackData`)',
    },
    {
      what: 'conversations that a number begins on a day, in each of the partitions of its list',
      used:
        (load.ofOneNumber * load.firstOfDay) /
        conversationDayPartitions('any', '2026-01-01').length,
      limit: quotas.partitionUnits.value,
      lift: 'turn `conversationList` off',
    },
    {
      what: 'read units of the table',
      used: needs.readUnitsPerSecond,
      limit: quotas.tableReadUnits.value,
      lift: 'request more',
    },
    {
      what: 'event records of one publisher',
      used: needs.eventsPerShard,
      limit: publisherRateOf(needs, 'usual'),
      lift: 'nothing: DynamoDB splits a partition before it has that many',
    },
    {
      what: 'calls of `PutEvents`',
      used: putEventsCallsOf(needs),
      limit: quotas.putEventsCalls.value,
      lift: 'request more',
    },
    {
      what: 'deliveries to targets of the bus',
      used: eventsPerSecond + filesPerSecond,
      limit: quotas.targetInvocations.value,
      lift: 'request more, or match fewer events in the rules',
    },
    {
      what: 'files of the media mirror',
      used: filesPerSecond,
      limit: mirrorRate,
      lift: 'raise `mediaConcurrency`',
    },
  ];
}

/** The uses of a load above their limit, the first to break first. */
export function brokenBy(load: Load, figures: CostFigures): readonly Use[] {
  return byShare(usesOf(load, figures)).filter(({ used, limit }) => used > limit);
}

/** The uses, the largest share of its limit first. */
export function byShare(uses: readonly Use[]): readonly Use[] {
  return uses.toSorted((a, b) => b.used / b.limit - a.used / a.limit);
}

/** Event records per second of one publisher, which needs longer for the messages of new users. */
export function publisherRateOf(
  { eventsPerSecond, newUsersPerSecond }: Pick<Needs, 'eventsPerSecond' | 'newUsersPerSecond'>,
  times: keyof typeof publisherRates,
): number {
  const share = newUsersPerSecond / eventsPerSecond;
  return 1 / ((1 - share) / publisherRates[times] + share / newUserRates[times]);
}

/** A publisher runs for each shard, and the callback functions for each callback. */
function executionsOf({ callbacksPerSecond, shards }: Needs, { message }: CostFigures): number {
  const callbacks = (callbacksPerSecond * ackMs(message)) / 1000;
  return callbacks + shards + defaultMediaConcurrency;
}

/** A call takes ten events, but an invocation of the publisher may have fewer. */
function putEventsCallsOf({ eventsPerSecond, eventsPerInvocation }: Needs): number {
  const calls = Math.ceil(eventsPerInvocation / maxEntries);
  return (eventsPerSecond / eventsPerInvocation) * calls;
}
