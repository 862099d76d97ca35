import { publisherMemoryMb } from '../../../lib/delivery-settings.ts';
import { assumptions } from './assumptions.ts';
import { prices } from './prices.ts';
import type { Amounts } from './usage.ts';

export const endpoints = ['function URL', 'HTTP API'] as const;

/** The endpoint of a provider that receives a callback. */
export type Endpoint = (typeof endpoints)[number];

/** The parts of the bill. Lambda's reads of the stream are free, and so are rules of the bus. */
export const components = [
  'endpoint',
  'Lambda',
  'DynamoDB',
  'EventBridge',
  'archive of the bus',
  'SQS and S3',
  'logs',
] as const;

/** Settings of the stack that costs depend on. */
export interface StackSettings {
  /** Bytes that the HTTP API logs for one callback. */
  readonly accessLogBytes: number;
  /** Days for which the archive of the bus keeps an event. */
  readonly archiveDays: number;
}

/** USD for a million callbacks or files, by component. */
export type Cost = Readonly<Record<(typeof components)[number], number>>;

/** 730 hours, as AWS counts a month. */
const daysPerMonth = 730 / 24;

const nothing: Cost = {
  endpoint: 0,
  Lambda: 0,
  DynamoDB: 0,
  EventBridge: 0,
  'archive of the bus': 0,
  'SQS and S3': 0,
  logs: 0,
};

/**
 * The cost of a million callbacks with these amounts, from the endpoint to the archive of the bus.
 *
 * @param recordsPerInvocation event records in one invocation of the publisher
 */
export function callbackCost(
  amounts: Amounts,
  endpoint: Endpoint,
  { accessLogBytes, archiveDays }: StackSettings,
  recordsPerInvocation: number = assumptions.recordsPerPublisherInvocation,
): Cost {
  const { lambda, dynamodb } = prices;
  const isApi = endpoint === 'HTTP API';
  const ack = {
    ...nothing,
    endpoint: isApi ? prices.httpApiPerMillion : 0,
    Lambda: lambda.requestsPerMillion + durationPerMillion(ackMs(amounts)),
    DynamoDB: (amounts.ackWriteUnits + amounts.aliasWriteUnits) * dynamodb.writeUnitsPerMillion,
    EventBridge: amounts.eventChunks * prices.eventsPerMillion,
    'archive of the bus': archivePerMillion(amounts.eventBytes, archiveDays),
    logs: logsPerMillion(amounts.ackLogBytes + (isApi ? accessLogBytes : 0)),
  };
  return sumOf([1, ack], [amounts.eventCount, publisherCost(recordsPerInvocation)]);
}

/** Milliseconds that the function runs: processor time and waiting. */
export function ackMs({ ackCpuMs, ackCalls }: Amounts): number {
  return ackCpuMs / assumptions.functionProcessors + ackCalls * assumptions.dynamodbRoundTripMs;
}

/** The minimum for a million callbacks of an outbox: one write unit, one event, empty functions. */
export function floorCost(): Cost {
  const ack = {
    ...nothing,
    Lambda: prices.lambda.requestsPerMillion + durationPerMillion(assumptions.dynamodbRoundTripMs),
    DynamoDB: prices.dynamodb.writeUnitsPerMillion,
    EventBridge: prices.eventsPerMillion,
  };
  return sumOf([1, ack], [1, publisherCost(assumptions.recordsPerPublisherInvocation)]);
}

/** The cost of mirroring a million files, in addition to their messages and without storage. */
export function fileCost(
  { archiveDays }: Pick<StackSettings, 'archiveDays'>,
  recordsPerInvocation: number = assumptions.recordsPerPublisherInvocation,
): Cost {
  const { lambda, dynamodb } = prices;
  const sqsRequests = 3;
  const mirror = {
    ...nothing,
    Lambda: lambda.requestsPerMillion + durationPerMillion(assumptions.mirrorMs),
    DynamoDB: 0.5 * dynamodb.readUnitsPerMillion + dynamodb.writeUnitsPerMillion,
    EventBridge: prices.eventsPerMillion,
    'archive of the bus': archivePerMillion(assumptions.mediaEventBytes, archiveDays),
    'SQS and S3': sqsRequests * prices.sqsRequestsPerMillion + prices.s3.putsPerMillion,
    logs: logsPerMillion(assumptions.mirrorLogBytes),
  };
  return sumOf([1, mirror], [1, publisherCost(recordsPerInvocation)]);
}

/** The sum of costs, each multiplied. */
export function sumOf(...costs: readonly (readonly [times: number, cost: Cost])[]): Cost {
  const add = (component: keyof Cost) =>
    costs.reduce((sum, [times, cost]) => sum + times * cost[component], 0);
  return {
    endpoint: add('endpoint'),
    Lambda: add('Lambda'),
    DynamoDB: add('DynamoDB'),
    EventBridge: add('EventBridge'),
    'archive of the bus': add('archive of the bus'),
    'SQS and S3': add('SQS and S3'),
    logs: add('logs'),
  };
}

export function totalOf(cost: Cost): number {
  return components.reduce((sum, component) => sum + cost[component], 0);
}

/** The cost until the events are on the bus, without its archive. */
export function totalUntilBus(cost: Cost): number {
  return totalOf(cost) - cost['archive of the bus'];
}

/** The publisher's cost for one event, without the price of the bus. */
function publisherCost(recordsPerInvocation: number): Cost {
  const share = 1 / recordsPerInvocation;
  return {
    ...nothing,
    Lambda:
      share *
      (prices.lambda.requestsPerMillion +
        durationPerMillion(assumptions.publisherMs, publisherMemoryMb / 1024)),
    logs: share * logsPerMillion(assumptions.publisherLogBytes),
  };
}

/** The cost of a million invocations of this duration; Lambda bills whole milliseconds. */
export function durationPerMillion(
  milliseconds: number,
  gigabytes: number = assumptions.functionGigabytes,
): number {
  const gigabyteSeconds = (Math.ceil(milliseconds) / 1000) * gigabytes;
  return 1_000_000 * gigabyteSeconds * prices.lambda.perGigabyteSecond;
}

function logsPerMillion(bytes: number): number {
  return (bytes / 1000) * prices.cloudwatch.logsPerGigabyte;
}

/** The cost of archiving a million events of this size, and storing them for this many days. */
function archivePerMillion(bytes: number, days: number): number {
  const { perGigabyte, storagePerGigabyteMonth } = prices.archive;
  return (bytes / 1000) * (perGigabyte + (days / daysPerMonth) * storagePerGigabyteMonth);
}
