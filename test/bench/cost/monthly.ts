import { assumptions } from './assumptions.ts';
import type { CostFigures } from './figures.ts';
import type { FixedResources } from './fixed-resources.ts';
import { type Cost, deliveryCost, type Endpoint, fileCost, sumOf } from './model.ts';
import { prices } from './prices.ts';
import type { Amounts } from './usage.ts';

/** Messages a second, all month long, of which the expected cost is told. */
export const rates = [1, 100, 10_000] as const;

const secondsPerMonth = 730 * 3600;

/** How many million messages that is in a month. */
export function millionsPerMonth(messagesPerSecond: number): number {
  return (messagesPerSecond * secondsPerMonth) / 1_000_000;
}

/**
 * A million messages with their statuses, each a callback of its own, and their files. When little
 * comes, each event record wakes the publisher alone.
 *
 * @param messagesPerSecond the load; without it, one under which the publisher gets whole batches
 */
export function trafficCost(
  figures: CostFigures,
  endpoint: Endpoint,
  messagesPerSecond: number = Number.POSITIVE_INFINITY,
): Cost {
  const { statusesPerMessage, filesPerMessage } = assumptions;
  const records = recordsPerInvocation(messagesPerSecond);
  return sumOf(
    [1, deliveryCost(figures.message, endpoint, figures, records)],
    [statusesPerMessage, deliveryCost(figures.status, endpoint, figures, records)],
    [filesPerMessage, fileCost(figures, records)],
  );
}

function recordsPerInvocation(messagesPerSecond: number): number {
  const recordsPerSecond = messagesPerSecond * (1 + assumptions.statusesPerMessage);
  const waiting = recordsPerSecond / assumptions.streamPollsPerSecond;
  return Math.min(Math.max(waiting, 1), assumptions.recordsPerPublisherInvocation);
}

/** USD of a component, or of all of them, in a month of so many messages a second. */
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

/** Write units that a message takes with its statuses and files: of event records, indexes and aliases. */
export function writeUnitsPerMessage({ message, status }: CostFigures): number {
  const { statusesPerMessage, filesPerMessage } = assumptions;
  const unitsOf = ({ ackWriteUnits, aliasWriteUnits }: Amounts) => ackWriteUnits + aliasWriteUnits;
  return unitsOf(message) + statusesPerMessage * unitsOf(status) + filesPerMessage;
}

/** USD a month for keeping a million messages with their statuses and their files. */
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

/** USD a month for looking into a queue in which nothing is. */
export const pollingCost =
  (assumptions.emptyReceivesPerMonth / 1_000_000) * prices.sqsRequestsPerMillion;

/** USD a month that do not depend on what comes. */
export function fixedCost({
  alarmMetrics,
  metrics,
  dashboards,
  secrets,
  polledQueues,
}: FixedResources): number {
  const { cloudwatch, secret } = prices;
  return (
    alarmMetrics * cloudwatch.alarmMetric +
    metrics * cloudwatch.metric +
    dashboards * cloudwatch.dashboard +
    secrets * secret +
    polledQueues * pollingCost
  );
}
