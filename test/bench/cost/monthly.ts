import { assumptions } from './assumptions.ts';
import type { CostFigures } from './figures.ts';
import type { FixedResources } from './fixed-resources.ts';
import { type Cost, type Door, deliveryCost, fileCost, sumOf } from './model.ts';
import { prices } from './prices.ts';

/** Messages a second, all month long, of which the expected cost is told. */
export const rates = [1, 100, 10_000] as const;

const secondsPerMonth = 730 * 3600;

/** How many million messages that is in a month. */
export function millionsPerMonth(messagesPerSecond: number): number {
  return (messagesPerSecond * secondsPerMonth) / 1_000_000;
}

/** A million messages with their statuses, each a callback of its own, and their files. */
export function trafficCost({ message, status }: CostFigures, door: Door): Cost {
  return sumOf(
    [1, deliveryCost(message, door)],
    [assumptions.statusesPerMessage, deliveryCost(status, door)],
    [assumptions.filesPerMessage, fileCost()],
  );
}

/** USD a month for keeping a million messages with their statuses and their files. */
export function storageCost(figures: CostFigures): number {
  const { dynamodb, s3 } = prices;
  return (
    factGigabytes(figures) *
      (dynamodb.storagePerGigabyteMonth + dynamodb.pointInTimeRecoveryPerGigabyteMonth) +
    assumptions.filesPerMessage * assumptions.fileMegabytes * 1000 * s3.storagePerGigabyteMonth
  );
}

/** Gigabytes in the table for a million messages with their statuses. */
function factGigabytes({ message, status }: CostFigures): number {
  return (message.storedBytes + assumptions.statusesPerMessage * status.storedBytes) / 1000;
}

/** USD a month that do not depend on what comes. */
export function fixedCost({ alarmMetrics, metrics, dashboards, secrets }: FixedResources): number {
  const { cloudwatch, secret } = prices;
  return (
    alarmMetrics * cloudwatch.alarmMetric +
    metrics * cloudwatch.metric +
    dashboards * cloudwatch.dashboard +
    secrets * secret
  );
}
