import { compressEvent } from '../../../sdk/ordering/order-items.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { delivered, readGoldenEvents } from '../../support/golden-events.ts';
import { mean } from '../statistics.ts';
import { assumptions } from './assumptions.ts';
import { durationPerMillion } from './model.ts';
import { prices } from './prices.ts';

/** The parts of what an ordered subscription costs its subscriber, in addition to its function. */
export const orderedComponents = [
  'SQS: the standard queue',
  'SQS: the FIFO queue',
  'DynamoDB: writes',
  'DynamoDB: reads',
  'Lambda: the forwarder',
  'Lambda: waiting of the function',
  'logs of the forwarder',
] as const;

export type OrderedCost = Readonly<Record<(typeof orderedComponents)[number], number>>;

/** Values that cannot be measured without AWS, on the expensive side. */
const assumed = {
  /** The forwarder stores a batch and sends its tickets: two round trips and some processor time. */
  forwarderMs: 40,
  /** Lambda's own three lines for an invocation. */
  forwarderLogBytes: 400,
  /** The handler reads progress and events, and writes the beginning and the end. */
  callsOfTheFunction: 5,
};

/** Progress, what waits, and whether the event before, of a moment ago, has ended. */
const readsPerEvent = 3;

/** Bytes of an item without its event: names and values of its keys, of the ticket's id and of its end. */
const itemBytesWithoutEvent =
  'conversation'.length +
  40 +
  'position'.length +
  61 +
  'event'.length +
  'ticketId'.length +
  36 +
  'expiresAt'.length +
  6;

/** Write units for one event: to store it, to begin and to complete its handling. */
export function orderedWriteUnits(event: TributaryEvent): number {
  const bytes = compressEvent(JSON.stringify(delivered(event))).length + itemBytesWithoutEvent;
  return 2 * Math.ceil(bytes / 1024) + 1;
}

/** The mean over the events of all fixtures: a bill is a sum. */
export function meanOrderedWriteUnits(): number {
  return mean(readGoldenEvents().map(orderedWriteUnits));
}

/**
 * The cost of a million events of different conversations.
 *
 * @param eventsPerBatch events in one batch of either queue: 1 at low traffic, at most 10
 */
export function orderedCost(eventsPerBatch: number, writeUnits: number): OrderedCost {
  const { lambda, dynamodb, cloudwatch } = prices;
  const share = 1 / eventsPerBatch;
  // EventBridge sends one by one; Lambda receives and deletes batches.
  const inboxRequests = 1 + 2 * share;
  const ticketRequests = 3 * share;
  return {
    'SQS: the standard queue': inboxRequests * prices.sqsRequestsPerMillion,
    'SQS: the FIFO queue': ticketRequests * prices.sqsFifoRequestsPerMillion,
    'DynamoDB: writes': writeUnits * dynamodb.writeUnitsPerMillion,
    'DynamoDB: reads': readsPerEvent * dynamodb.readUnitsPerMillion,
    'Lambda: the forwarder':
      share * (lambda.requestsPerMillion + durationPerMillion(assumed.forwarderMs)),
    'Lambda: waiting of the function': durationPerMillion(
      share * assumed.callsOfTheFunction * assumptions.dynamodbRoundTripMs,
    ),
    'logs of the forwarder':
      share * (assumed.forwarderLogBytes / 1000) * cloudwatch.logsPerGigabyte,
  };
}

export function totalOrderedCost(cost: OrderedCost): number {
  return orderedComponents.reduce((sum, component) => sum + cost[component], 0);
}
