import { assumptions } from './assumptions.ts';
import type { CostFigures } from './figures.ts';
import type { FixedResources } from './fixed-resources.ts';
import { type Cost, callbackCost, type Endpoint, fileCost, sumOf } from './model.ts';
import { prices } from './prices.ts';
import type { Amounts } from './usage.ts';

/** A load for a whole month. */
export interface Rate {
  readonly label: string;
  readonly messagesPerSecond: number;
}

const perDay = (messages: number): Rate => ({
  label: `${messages.toLocaleString('en-US')} messages per day`,
  messagesPerSecond: messages / (24 * 3600),
});

const perSecond = (messages: number): Rate => ({
  label: `${messages.toLocaleString('en-US')} per second`,
  messagesPerSecond: messages,
});

/** The gateway with which an owner begins. */
export const smallGateway = { rate: perDay(1_000), providers: 2, preset: 'small' } as const;

export const highestRate = perSecond(10_000);

/** The loads for which the tables show the cost. */
export const rates: readonly Rate[] = [
  smallGateway.rate,
  perSecond(1),
  perSecond(100),
  highestRate,
];

const secondsPerMonth = 730 * 3600;

/** Millions of messages in a month at this rate. */
export function millionsPerMonth(messagesPerSecond: number): number {
  return (messagesPerSecond * secondsPerMonth) / 1_000_000;
}

/**
 * The cost of a million messages with their statuses, each in its own callback, and their files. At a
 * low rate, every event record invokes the publisher alone.
 *
 * @param messagesPerSecond the load; by default one under which the publisher gets whole batches
 */
export function trafficCost(
  figures: CostFigures,
  endpoint: Endpoint,
  messagesPerSecond: number = Number.POSITIVE_INFINITY,
): Cost {
  const { statusesPerMessage, filesPerMessage } = assumptions;
  const records = recordsPerInvocation(messagesPerSecond);
  return sumOf(
    [1, callbackCost(figures.message, endpoint, figures, records)],
    [statusesPerMessage, callbackCost(figures.status, endpoint, figures, records)],
    [filesPerMessage, fileCost(figures, records)],
  );
}

function recordsPerInvocation(messagesPerSecond: number): number {
  const recordsPerSecond = messagesPerSecond * (1 + assumptions.statusesPerMessage);
  const waiting = recordsPerSecond / assumptions.streamPollsPerSecond;
  return Math.min(Math.max(waiting, 1), assumptions.recordsPerPublisherInvocation);
}

/** USD of one component, or of all, in a month at this rate. */
export function monthlyCost(
  figures: CostFigures,
  endpoint: Endpoint,
  messagesPerSecond: number,
  of: (cost: Cost) => number,
): number {
  return (
    of(trafficCost(figures, endpoint, messagesPerSecond)) * millionsPerMonth(messagesPerSecond)
  );
}

/** Write units of a message with its statuses and files: event records, indexes and aliases. */
export function writeUnitsPerMessage({ message, status }: CostFigures): number {
  const { statusesPerMessage, filesPerMessage } = assumptions;
  const unitsOf = ({ ackWriteUnits, aliasWriteUnits }: Amounts) => ackWriteUnits + aliasWriteUnits;
  return unitsOf(message) + statusesPerMessage * unitsOf(status) + filesPerMessage;
}

/** USD a month for storing a million messages with their statuses and files. */
export function storageCost(figures: CostFigures): number {
  const { dynamodb, s3 } = prices;
  return (
    recordGigabytes(figures) *
      (dynamodb.storagePerGigabyteMonth + dynamodb.pointInTimeRecoveryPerGigabyteMonth) +
    assumptions.filesPerMessage * assumptions.fileMegabytes * 1000 * s3.storagePerGigabyteMonth
  );
}

/** Gigabytes in the table for a million messages with their statuses. */
function recordGigabytes({ message, status }: CostFigures): number {
  return (message.storedBytes + assumptions.statusesPerMessage * status.storedBytes) / 1000;
}

/** USD a month for polling an empty queue. */
export const pollingCost =
  (assumptions.emptyReceivesPerMonth / 1_000_000) * prices.sqsRequestsPerMillion;

/** USD a month that does not depend on traffic: while all is well, and when everything has been wrong. */
export function fixedCost({
  alarmMetrics,
  usualMetrics,
  rareMetrics,
  dashboards,
  secrets,
  polledQueues,
}: FixedResources): { readonly usual: number; readonly most: number } {
  const { cloudwatch, secret } = prices;
  const usual =
    alarmMetrics * cloudwatch.alarmMetric +
    usualMetrics * cloudwatch.metric +
    dashboards * cloudwatch.dashboard +
    secrets * secret +
    polledQueues * pollingCost;
  return { usual, most: usual + rareMetrics * cloudwatch.metric };
}
