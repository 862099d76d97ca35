import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { GatewayMetrics, ObservedCallback } from './gateway-metrics.ts';

/** An alarm: what it watches, and when it is raised. */
export interface AlarmDefinition {
  /** Kebab-case; its section in docs/operations.md has this as its anchor. */
  readonly kind: string;
  /** What happened, in one sentence. */
  readonly meaning: string;
  readonly metric: cloudwatch.IMetric;
  /** Raised above this. @default 0 */
  readonly threshold?: number;
  /** Periods of the metric that are looked at. */
  readonly periods: number;
  /** How many of them must be above. @default all of them */
  readonly periodsAbove?: number;
  /** What no data means. @default nothing is wrong */
  readonly missingData?: cloudwatch.TreatMissingData;
}

/** Alarms of the whole gateway. */
export function gatewayAlarms(metrics: GatewayMetrics): readonly AlarmDefinition[] {
  const { mediaQueue, mediaDeadLetters } = metrics.props;
  const period = Duration.minutes(5);
  return [
    {
      kind: 'publisher-behind',
      meaning: 'Facts have waited more than 15 minutes to be published.',
      metric: metrics.publisherLag(),
      threshold: Duration.minutes(15).toMilliseconds(),
      periods: 2,
    },
    {
      kind: 'publisher-stopped',
      meaning: 'Facts were stored and none was published, in two quarters of an hour out of eight.',
      // A publisher that is not called at all has no age to tell.
      metric: new cloudwatch.MathExpression({
        expression: 'IF(stored > 0 AND FILL(published, 0) == 0, 1, 0)',
        usingMetrics: {
          stored: metrics.counted('Stored'),
          published: metrics.counted('Published'),
        },
        period: Duration.minutes(15),
      }),
      periods: 8,
      // A fact may be stored at the end of one and published in the next.
      periodsAbove: 2,
    },
    {
      kind: 'events-given-up',
      meaning: 'The bus will never take some events as they are; they lie in the vault.',
      metric: new cloudwatch.MathExpression({
        expression: 'FILL(rejected, 0) + FILL(undecodable, 0)',
        usingMetrics: {
          rejected: metrics.counted('Rejected'),
          undecodable: metrics.counted('Undecodable'),
        },
        period,
      }),
      periods: 1,
    },
    {
      kind: 'table-throttled',
      meaning: 'The events table turns writes down; callbacks are answered 503 then.',
      metric: metrics.writeThrottles(),
      periods: 3,
      periodsAbove: 2,
    },
    {
      kind: 'media-behind',
      meaning: 'A message has waited more than 4 hours for the mirror.',
      // Retries of one file take about 3 hours, so that only a backlog gets older.
      metric: mediaQueue.metricApproximateAgeOfOldestMessage({ period }),
      threshold: Duration.hours(4).toSeconds(),
      periods: 2,
    },
    {
      kind: 'media-given-up',
      meaning: 'Files could not be mirrored. Their messages can be moved back for 14 days.',
      metric: mediaDeadLetters.metricApproximateNumberOfMessagesVisible({ period }),
      periods: 1,
    },
  ];
}

/**
 * Alarms of one provider. A share decides at a large volume and a count at a small one, so that
 * neither a single odd callback nor a busy day raises them.
 */
export function providerAlarms(
  callback: ObservedCallback,
  metrics: GatewayMetrics,
): readonly AlarmDefinition[] {
  const period = Duration.minutes(5);
  const longPeriod = Duration.minutes(15);
  const handler = callback.function;
  const received = metrics.ofProvider('Received', callback);
  return [
    {
      kind: 'callbacks-failing',
      meaning:
        'More than 1 % of the callbacks, and 3 at least or all, were not taken, twice in half an hour.',
      metric: new cloudwatch.MathExpression({
        expression: `IF(${failed} > 0.01 * ${tried} AND (${failed} >= 3 OR ${failed} >= ${tried}), 1, 0)`,
        usingMetrics: {
          notStored: metrics.ofProvider('NotStored', callback),
          errors: handler.metricErrors({ period }),
          throttled: handler.metricThrottles({ period }),
          calls: handler.metricInvocations({ period }),
        },
        period,
      }),
      periods: 6,
      periodsAbove: 2,
    },
    {
      kind: 'callbacks-slow',
      meaning: 'The slowest 1 % of the callbacks took more than 3 seconds for 15 minutes.',
      metric: metrics.duration(handler, 'p99'),
      threshold: Duration.seconds(3).toMilliseconds(),
      periods: 3,
    },
    {
      kind: 'callbacks-refused',
      meaning: 'More callbacks were refused as not authentic than were taken, and 20 at least.',
      metric: new cloudwatch.MathExpression({
        expression: 'IF(refused >= 20 AND refused > FILL(received, 0), 1, 0)',
        usingMetrics: { refused: metrics.refused(callback, 'unauthorized'), received },
        period: longPeriod,
      }),
      periods: 1,
    },
    {
      kind: 'callbacks-not-understood',
      meaning: 'More than 2 % of what came, and 3 at least, was quarantined within 15 minutes.',
      metric: new cloudwatch.MathExpression({
        expression: 'IF(quarantined >= 3 AND quarantined > 0.02 * received, 1, 0)',
        usingMetrics: { quarantined: metrics.ofProvider('Quarantined', callback), received },
        period: longPeriod,
      }),
      periods: 1,
    },
    {
      kind: 'callbacks-conflicting',
      meaning: 'One feed told the same thing twice with other content; both are kept.',
      metric: metrics.ofProvider('Conflicts', callback),
      periods: 1,
    },
  ];
}

/** What a provider does not get a success for, through our fault. */
const failed = '(FILL(notStored, 0) + FILL(errors, 0) + FILL(throttled, 0))';

/** A call that is throttled is no invocation. */
const tried = '(FILL(calls, 0) + FILL(throttled, 0))';

/** A provider that usually talks has said nothing for so many hours. Off unless it is configured. */
export function silenceAlarm(
  callback: ObservedCallback,
  hours: number,
  metrics: GatewayMetrics,
): AlarmDefinition {
  const received = metrics.ofProvider('Received', callback);
  return {
    kind: 'provider-silent',
    meaning: `Nothing came for ${hours} hours.`,
    metric: new cloudwatch.MathExpression({
      expression: 'IF(FILL(received, 0) > 0, 0, 1)',
      usingMetrics: { received },
      period: Duration.hours(1),
    }),
    periods: hours,
    missingData: cloudwatch.TreatMissingData.BREACHING,
  };
}
