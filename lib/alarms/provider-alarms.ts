import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { CallbackScope, GatewayMetrics, ObservedCallback } from './gateway-metrics.ts';
import type { AlarmThresholds } from './settings.ts';

/**
 * Alarms of the function of one provider. At a large volume a share raises them and at a small one a count, so
 * that neither a single odd callback nor a busy day does. A second alarm that looks back over hours sees what is
 * too little for a short period but does not stop.
 */
export function functionAlarms(
  callback: ObservedCallback,
  metrics: GatewayMetrics,
  { failedCallbacks: least, failedCallbacksPercent, slowCallbackSeconds }: AlarmThresholds,
): readonly AlarmDefinition[] {
  const { provider, function: handler } = callback;
  const { name } = provider;
  const usingMetrics = () => ({
    notStored: metrics.ofCallbacks('NotStored', { provider, name }),
    errors: handler.metricErrors(),
    throttled: handler.metricThrottles(),
    calls: handler.metricInvocations(),
  });
  const isShare = `${failed} > ${failedCallbacksPercent / 100} * ${tried}`;
  return [
    {
      kind: 'callbacks-failing',
      happened: `More than ${failedCallbacksPercent} % of the callbacks of ${name}, and at least ${least} or all of them, failed in 2 of the last 6 periods of 5 minutes.`,
      meaning: notAccepted,
      metric: () =>
        new cloudwatch.MathExpression({
          expression: `IF(${isShare} AND (${failed} >= ${least} OR ${failed} >= ${tried}), 1, 0)`,
          usingMetrics: usingMetrics(),
          period: Duration.minutes(5),
        }),
      periods: 6,
      periodsAbove: 2,
    },
    {
      kind: 'callbacks-failing-over-hours',
      section: 'callbacks-failing',
      happened: `At least ${least} callbacks of ${name}, and more than ${failedCallbacksPercent} % of all its callbacks, failed in the last 6 hours.`,
      meaning: notAccepted,
      metric: () =>
        new cloudwatch.MathExpression({
          expression: `IF(${failed} >= ${least} AND ${isShare}, 1, 0)`,
          usingMetrics: usingMetrics(),
          period: Duration.hours(6),
        }),
      periods: 1,
    },
    {
      kind: 'callbacks-slow',
      happened: `The slowest 1 % of the callbacks of ${name} took more than ${slowCallbackSeconds} seconds, for 15 minutes.`,
      meaning:
        'Providers stop waiting after 5 to 30 seconds, and may then not send the callback again.',
      metric: () => metrics.duration(handler, 'p99'),
      threshold: Duration.millis(slowCallbackSeconds * 1000).toMilliseconds(),
      periods: 3,
    },
  ];
}

/** Callbacks that get no success because of the gateway, not of the provider. */
const failed = '(FILL(notStored, 0) + FILL(errors, 0) + FILL(throttled, 0))';

/** Lambda does not count a throttled call as an invocation. */
const tried = '(FILL(calls, 0) + FILL(throttled, 0))';

const notAccepted =
  'The gateway responded 503, or its function failed or was throttled. The provider must send these callbacks again; not every provider does.';

/** Alarms on what the log lines of callbacks say: of one provider, or of all together. */
export function callbackAlarms(
  scope: CallbackScope,
  metrics: GatewayMetrics,
  thresholds: AlarmThresholds,
): readonly AlarmDefinition[] {
  const { name } = scope;
  return [
    ...refused(scope, metrics, thresholds),
    ...quarantined(scope, metrics, thresholds),
    undecodable(scope, metrics),
    {
      kind: 'callbacks-conflicting',
      happened: `At least 3 items from ${name}, and more than 0.1 % of these items, contradicted an earlier item in the last 6 hours.`,
      meaning:
        'The earlier content was published. The later content is stored beside it and was not published. The log line of the function with "conflict" names the id of the event.',
      firstCommand: 'query event <id>',
      metric: () =>
        new cloudwatch.MathExpression({
          expression: 'IF(conflicts >= 3 AND conflicts > 0.001 * received, 1, 0)',
          usingMetrics: {
            conflicts: metrics.ofCallbacks('Conflicts', scope),
            received: metrics.ofCallbacks('Received', scope),
          },
          period: Duration.hours(6),
        }),
      periods: 1,
    },
  ];
}

function refused(
  scope: CallbackScope,
  metrics: GatewayMetrics,
  { refusedCallbacks: least }: AlarmThresholds,
): readonly AlarmDefinition[] {
  const { name } = scope;
  const shared = {
    section: 'callbacks-refused',
    meaning:
      'The URL or the headers in the provider console are outdated, a rotation was confirmed too early, or someone else calls the URL.',
    firstCommand: 'urls',
    periods: 1,
  };
  return [
    {
      ...shared,
      kind: 'callbacks-refused',
      happened: `In 15 minutes, at least ${least} callbacks of ${name} were refused as not authentic, and more were refused than accepted.`,
      metric: () =>
        new cloudwatch.MathExpression({
          expression: `IF(refused >= ${least} AND refused > FILL(accepted, 0), 1, 0)`,
          usingMetrics: {
            refused: metrics.refused(scope, 'unauthorized'),
            accepted: metrics.ofCallbacks('Accepted', scope),
          },
          period: Duration.minutes(15),
        }),
    },
    {
      // A provider with a callback every few minutes never has that many in a quarter of an hour.
      ...shared,
      kind: 'callbacks-refused-over-hours',
      happened: `At least ${least} callbacks of ${name} were refused as not authentic in the last 6 hours.`,
      metric: () => metrics.refused(scope, 'unauthorized').with({ period: Duration.hours(6) }),
      threshold: least - 1,
    },
  ];
}

function quarantined(
  scope: CallbackScope,
  metrics: GatewayMetrics,
  { quarantinedItemsPerDay: least }: AlarmThresholds,
): readonly AlarmDefinition[] {
  const { name } = scope;
  const count = () => metrics.ofCallbacks('Quarantined', scope);
  const shared = {
    section: 'callbacks-quarantined',
    meaning:
      'The adapter does not recognize them, usually because the provider changed its format. The gateway stored each item in full and published callback.quarantined.',
    firstCommand: 'quarantine list --from <date>',
    periods: 1,
  };
  return [
    {
      ...shared,
      kind: 'callbacks-quarantined',
      happened: `At least 3 items from ${name}, and more than 2 % of these items, were quarantined in 15 minutes.`,
      metric: () =>
        new cloudwatch.MathExpression({
          expression: 'IF(quarantined >= 3 AND quarantined > 0.02 * received, 1, 0)',
          usingMetrics: {
            quarantined: count(),
            received: metrics.ofCallbacks('Received', scope),
          },
          period: Duration.minutes(15),
        }),
    },
    {
      // No share: an unknown provider event may be rare, but it will keep coming.
      ...shared,
      kind: 'callbacks-quarantined-over-a-day',
      happened: `At least ${least} items from ${name} were quarantined within a day.`,
      metric: () => count().with({ period: Duration.days(1) }),
      threshold: least - 1,
    },
  ];
}

/**
 * A single one raises it: in a share of many items, one truncated body would never show. It stays raised for a
 * day after the last one, so that a series of them is one mail.
 */
function undecodable(scope: CallbackScope, metrics: GatewayMetrics): AlarmDefinition {
  return {
    kind: 'callbacks-undecodable',
    happened: `An item from ${scope.name} is a whole body that could not be decoded: it is cut off, broken, in another format, or larger than 4 MB.`,
    meaning:
      'The gateway stored its bytes and published callback.quarantined, unless it was too large. If it was cut off, the provider was asked to send it again. No event of it is published until it is replayed.',
    firstCommand: 'quarantine list --from <date>',
    metric: () => metrics.ofCallbacks('Undecodable', scope).with({ period: Duration.minutes(15) }),
    periods: Duration.days(1).toMinutes() / 15,
    periodsAbove: 1,
  };
}

/** No authentic callback of a provider for some hours. Off unless `silentAfterHours` names the provider. */
export function silenceAlarm(
  { provider }: ObservedCallback,
  hours: number,
  metrics: GatewayMetrics,
): AlarmDefinition {
  const { name } = provider;
  return {
    kind: 'provider-silent',
    happened: `No callback of ${name} was accepted for ${hours} hours.`,
    meaning:
      'The provider may have switched the callback URL off after errors, or the gateway cannot be reached.',
    metric: () =>
      new cloudwatch.MathExpression({
        expression: 'IF(FILL(accepted, 0) > 0, 0, 1)',
        usingMetrics: { accepted: metrics.ofCallbacks('Accepted', { provider, name }) },
        period: Duration.hours(1),
      }),
    periods: hours,
    missingData: cloudwatch.TreatMissingData.BREACHING,
  };
}
