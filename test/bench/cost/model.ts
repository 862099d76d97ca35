import { assumptions } from './assumptions.ts';
import { prices } from './prices.ts';
import type { Usage } from './usage.ts';

export type Door = 'function URL' | 'HTTP API';

/** USD for a million deliveries like this one, until their events are on the bus. */
export function dollarsPerMillion(usage: Usage, door: Door): number {
  const { lambda, dynamodb } = prices;
  const ackMs =
    usage.ackCpuMs / assumptions.functionProcessors +
    usage.ackCalls * assumptions.dynamodbRoundTripMs;
  return (
    (door === 'HTTP API' ? prices.httpApiPerMillion : 0) +
    lambda.requestsPerMillion +
    durationPerMillion(ackMs) +
    (usage.ackWriteUnits + usage.aliasWriteUnits) * dynamodb.writeUnitsPerMillion +
    usage.eventChunks * prices.eventsPerMillion +
    logsPerMillion(usage.ackLogBytes) +
    usage.events.length * publisherPerMillion()
  );
}

/** The least that this pattern can cost: one write unit, one event, and functions that do nothing. */
export function floorPerMillion(): number {
  return (
    prices.lambda.requestsPerMillion +
    durationPerMillion(assumptions.dynamodbRoundTripMs) +
    prices.dynamodb.writeUnitsPerMillion +
    prices.eventsPerMillion +
    publisherPerMillion()
  );
}

/** USD for a million files that are mirrored, beside their messages, without storage. */
export function filePerMillion(): number {
  const { lambda, dynamodb } = prices;
  const sqsRequests = 3;
  return (
    sqsRequests * prices.sqsRequestsPerMillion +
    lambda.requestsPerMillion +
    durationPerMillion(assumptions.mirrorMs) +
    prices.s3PutsPerMillion +
    0.5 * dynamodb.readUnitsPerMillion +
    dynamodb.writeUnitsPerMillion +
    prices.eventsPerMillion +
    publisherPerMillion()
  );
}

/** The publisher's share for one event, beside what the bus takes. */
function publisherPerMillion(): number {
  const invocation =
    prices.lambda.requestsPerMillion +
    durationPerMillion(assumptions.publisherMs) +
    logsPerMillion(assumptions.publisherLogBytes);
  return invocation / assumptions.recordsPerPublisherInvocation;
}

function durationPerMillion(milliseconds: number): number {
  const gigabyteSeconds = (Math.ceil(milliseconds) / 1000) * assumptions.functionGigabytes;
  return 1_000_000 * gigabyteSeconds * prices.lambda.perGigabyteSecond;
}

function logsPerMillion(bytes: number): number {
  return (bytes / 1000) * prices.logsPerGigabyte;
}
