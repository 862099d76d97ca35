import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { GatewayMetrics, ObservedCallback } from './gateway-metrics.ts';

/**
 * Alarms of one provider. A share decides at a large volume and a count at a small one, so that
 * neither a single odd callback nor a busy day raises them. What is too little for a short look but
 * does not end has a long one.
 */
export function providerAlarms(
  callback: ObservedCallback,
  metrics: GatewayMetrics,
): readonly AlarmDefinition[] {
  return [
    ...failing(callback, metrics),
    {
      kind: 'callbacks-slow',
      meaning: 'The slowest 1 % of the callbacks took more than 3 seconds for 15 minutes.',
      metric: metrics.duration(callback.function, 'p99'),
      threshold: Duration.seconds(3).toMilliseconds(),
      periods: 3,
    },
    {
      kind: 'callbacks-refused',
      meaning: 'More callbacks were refused as not authentic than were taken, and 20 at least.',
      metric: new cloudwatch.MathExpression({
        expression: 'IF(refused >= 20 AND refused > FILL(received, 0), 1, 0)',
        usingMetrics: {
          refused: metrics.refused(callback, 'unauthorized'),
          received: metrics.ofProvider('Received', callback),
        },
        period: Duration.minutes(15),
      }),
      periods: 1,
    },
    ...notUnderstood(callback, metrics),
    {
      kind: 'callbacks-conflicting',
      meaning:
        'In 6 hours, more than 0.1 % of what came, and 3 at least, was told before with other content.',
      metric: new cloudwatch.MathExpression({
        expression: 'IF(conflicts >= 3 AND conflicts > 0.001 * received, 1, 0)',
        usingMetrics: {
          conflicts: metrics.ofProvider('Conflicts', callback),
          received: metrics.ofProvider('Received', callback),
        },
        period: Duration.hours(6),
      }),
      periods: 1,
    },
  ];
}

/** What a provider does not get a success for, through our fault. */
const failed = '(FILL(notStored, 0) + FILL(errors, 0) + FILL(throttled, 0))';

/** A call that is throttled is no invocation. */
const tried = '(FILL(calls, 0) + FILL(throttled, 0))';

function failing(callback: ObservedCallback, metrics: GatewayMetrics): readonly AlarmDefinition[] {
  const handler = callback.function;
  const usingMetrics = {
    notStored: metrics.ofProvider('NotStored', callback),
    errors: handler.metricErrors(),
    throttled: handler.metricThrottles(),
    calls: handler.metricInvocations(),
  };
  return [
    {
      kind: 'callbacks-failing',
      meaning:
        'More than 1 % of the callbacks, and 3 at least or all, were not taken, twice in half an hour.',
      metric: new cloudwatch.MathExpression({
        expression: `IF(${failed} > 0.01 * ${tried} AND (${failed} >= 3 OR ${failed} >= ${tried}), 1, 0)`,
        usingMetrics,
        period: Duration.minutes(5),
      }),
      periods: 6,
      periodsAbove: 2,
    },
    {
      kind: 'callbacks-failing-over-hours',
      section: 'callbacks-failing',
      meaning: 'More than 1 % of the callbacks, and 3 at least, were not taken within 6 hours.',
      metric: new cloudwatch.MathExpression({
        expression: `IF(${failed} >= 3 AND ${failed} > 0.01 * ${tried}, 1, 0)`,
        usingMetrics,
        period: Duration.hours(6),
      }),
      periods: 1,
    },
  ];
}

function notUnderstood(
  callback: ObservedCallback,
  metrics: GatewayMetrics,
): readonly AlarmDefinition[] {
  const quarantined = metrics.ofProvider('Quarantined', callback);
  return [
    {
      kind: 'callbacks-not-understood',
      meaning: 'More than 2 % of what came, and 3 at least, was quarantined within 15 minutes.',
      metric: new cloudwatch.MathExpression({
        expression: 'IF(quarantined >= 3 AND quarantined > 0.02 * received, 1, 0)',
        usingMetrics: { quarantined, received: metrics.ofProvider('Received', callback) },
        period: Duration.minutes(15),
      }),
      periods: 1,
    },
    {
      // No share: a kind that we do not know may be as rare as it likes, it will not go away.
      kind: 'callbacks-not-understood-over-a-day',
      section: 'callbacks-not-understood',
      meaning: 'Something was quarantined 10 times within a day.',
      metric: quarantined.with({ period: Duration.days(1) }),
      threshold: 9,
      periods: 1,
    },
  ];
}

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
