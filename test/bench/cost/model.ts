import { assumptions } from './assumptions.ts';
import { prices } from './prices.ts';
import type { Amounts } from './usage.ts';

export type Door = 'function URL' | 'HTTP API';

/** What AWS sends a bill for. Reads of the stream by Lambda are free, and so are rules of the bus. */
export const components = [
  'front door',
  'Lambda',
  'DynamoDB',
  'EventBridge',
  'SQS and S3',
  'logs',
] as const;

/** USD for a million of something, by component. */
export type Cost = Readonly<Record<(typeof components)[number], number>>;

const nothing: Cost = {
  'front door': 0,
  Lambda: 0,
  DynamoDB: 0,
  EventBridge: 0,
  'SQS and S3': 0,
  logs: 0,
};

/** A million deliveries like this one, until their events are on the bus. */
export function deliveryCost(amounts: Amounts, door: Door): Cost {
  const { lambda, dynamodb } = prices;
  const ackMs =
    amounts.ackCpuMs / assumptions.functionProcessors +
    amounts.ackCalls * assumptions.dynamodbRoundTripMs;
  const ack = {
    ...nothing,
    'front door': door === 'HTTP API' ? prices.httpApiPerMillion : 0,
    Lambda: lambda.requestsPerMillion + durationPerMillion(ackMs),
    DynamoDB: (amounts.ackWriteUnits + amounts.aliasWriteUnits) * dynamodb.writeUnitsPerMillion,
    EventBridge: amounts.eventChunks * prices.eventsPerMillion,
    logs: logsPerMillion(amounts.ackLogBytes),
  };
  return sumOf([1, ack], [amounts.eventCount, publisherCost()]);
}

/** A million deliveries of the least that this pattern can do: one unit, one event, empty functions. */
export function floorCost(): Cost {
  const ack = {
    ...nothing,
    Lambda: prices.lambda.requestsPerMillion + durationPerMillion(assumptions.dynamodbRoundTripMs),
    DynamoDB: prices.dynamodb.writeUnitsPerMillion,
    EventBridge: prices.eventsPerMillion,
  };
  return sumOf([1, ack], [1, publisherCost()]);
}

/** A million files that are mirrored, beside their messages, without storage. */
export function fileCost(): Cost {
  const { lambda, dynamodb } = prices;
  const sqsRequests = 3;
  const mirror = {
    ...nothing,
    Lambda: lambda.requestsPerMillion + durationPerMillion(assumptions.mirrorMs),
    DynamoDB: 0.5 * dynamodb.readUnitsPerMillion + dynamodb.writeUnitsPerMillion,
    EventBridge: prices.eventsPerMillion,
    'SQS and S3': sqsRequests * prices.sqsRequestsPerMillion + prices.s3.putsPerMillion,
  };
  return sumOf([1, mirror], [1, publisherCost()]);
}

/** Costs added up, each so many times. */
export function sumOf(...costs: readonly (readonly [times: number, cost: Cost])[]): Cost {
  const add = (component: keyof Cost) =>
    costs.reduce((sum, [times, cost]) => sum + times * cost[component], 0);
  return {
    'front door': add('front door'),
    Lambda: add('Lambda'),
    DynamoDB: add('DynamoDB'),
    EventBridge: add('EventBridge'),
    'SQS and S3': add('SQS and S3'),
    logs: add('logs'),
  };
}

export function totalOf(cost: Cost): number {
  return components.reduce((sum, component) => sum + cost[component], 0);
}

/** The publisher's share for one event, beside what the bus takes. */
function publisherCost(): Cost {
  const share = 1 / assumptions.recordsPerPublisherInvocation;
  return {
    ...nothing,
    Lambda:
      share * (prices.lambda.requestsPerMillion + durationPerMillion(assumptions.publisherMs)),
    logs: share * logsPerMillion(assumptions.publisherLogBytes),
  };
}

function durationPerMillion(milliseconds: number): number {
  const gigabyteSeconds = (Math.ceil(milliseconds) / 1000) * assumptions.functionGigabytes;
  return 1_000_000 * gigabyteSeconds * prices.lambda.perGigabyteSecond;
}

function logsPerMillion(bytes: number): number {
  return (bytes / 1000) * prices.cloudwatch.logsPerGigabyte;
}
