import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';

const period = Duration.minutes(5);

/** Alarms of what all providers share: outbox, table, API and mirror. */
export function gatewayAlarms(metrics: GatewayMetrics): readonly AlarmDefinition[] {
  return [
    ...outboxAlarms(metrics),
    tableThrottled(metrics),
    ...apiAlarms(metrics),
    ...mirrorAlarms(metrics),
  ];
}

function outboxAlarms(metrics: GatewayMetrics): readonly AlarmDefinition[] {
  return [
    {
      kind: 'publisher-behind',
      meaning: 'Event records have waited more than 15 minutes to be published.',
      metric: metrics.publisherLag(),
      threshold: Duration.minutes(15).toMilliseconds(),
      periods: 2,
    },
    {
      kind: 'publisher-stopped',
      meaning:
        'Event records were stored and none was published, in two quarters of an hour out of eight.',
      metric: storedAndNotPublished(metrics, Duration.minutes(15)),
      periods: 8,
      // An event record may be stored at the end of one and published in the next.
      periodsAbove: 2,
    },
    {
      // A message every few hours is never in two of eight quarters. This tells of a message in
      // twelve hours, six before the stream's 24 are over.
      kind: 'publisher-stopped-over-hours',
      section: 'publisher-stopped',
      meaning:
        'Event records were stored and none was published, in two quarters of a day out of three.',
      metric: storedAndNotPublished(metrics, Duration.hours(6)),
      periods: 3,
      periodsAbove: 2,
    },
    {
      kind: 'events-given-up',
      meaning: 'The bus will never take some events as they are; they lie in the payload bucket.',
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
      kind: 'events-lost',
      meaning: 'The payload bucket did not take what waited for longer than 20 hours.',
      metric: metrics.notKept(),
      periods: 1,
    },
  ];
}

/** A publisher that is not called at all has no age to tell. */
function storedAndNotPublished(
  metrics: GatewayMetrics,
  within: Duration,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'IF(stored > 0 AND FILL(published, 0) == 0, 1, 0)',
    usingMetrics: { stored: metrics.counted('Stored'), published: metrics.counted('Published') },
    period: within,
  });
}

/** A throttle now and then is absorbed by the SDK, which tries three times. */
function tableThrottled(metrics: GatewayMetrics): AlarmDefinition {
  return {
    kind: 'table-throttled',
    meaning: 'More than 1 % of the writes, and 10 at least, were turned down, twice in 15 minutes.',
    metric: new cloudwatch.MathExpression({
      // An alarm on a metric of DynamoDB alone would stay raised when there is no more data: it
      // ignores what is said about missing data (CloudWatch API reference, read 2026-11-21).
      expression:
        'IF(FILL(throttled, 0) >= 10 AND throttled > 0.01 * (FILL(written, 0) + throttled), 1, 0)',
      usingMetrics: { throttled: metrics.writeThrottles(), written: metrics.writes() },
      period,
    }),
    periods: 3,
    periodsAbove: 2,
  };
}

/** Empty when the API is off. Of a function URL, Lambda's metrics tell the same. */
function apiAlarms(metrics: GatewayMetrics): readonly AlarmDefinition[] {
  const api = metrics.api();
  if (api === undefined) return [];
  return [
    {
      kind: 'api-failing',
      meaning:
        'The API answered more than 1 % of the requests, and 3 at least or all, with 5xx, twice in half an hour.',
      metric: new cloudwatch.MathExpression({
        expression: 'IF(failed > 0.01 * requests AND (failed >= 3 OR failed >= requests), 1, 0)',
        usingMetrics: { failed: api.serverErrors, requests: api.requests },
        period,
      }),
      periods: 6,
      periodsAbove: 2,
    },
    {
      kind: 'api-throttled',
      meaning: 'The API turned callbacks down with 429, which some providers do not send again.',
      metric: api.throttled,
      periods: 1,
    },
  ];
}

function mirrorAlarms(metrics: GatewayMetrics): readonly AlarmDefinition[] {
  const { mediaQueue, mediaDeadLetters } = metrics.props;
  return [
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
      meaning: 'Further files could not be mirrored. Their messages can be moved back for 14 days.',
      metric: new cloudwatch.MathExpression({
        // The depth itself stays for 14 days, and further files would tell nobody. What SQS moves
        // does not count as sent. An empty queue has no data, and grows from 0.
        expression: 'DIFF(FILL(waiting, 0))',
        usingMetrics: {
          waiting: mediaDeadLetters.metricApproximateNumberOfMessagesVisible({ period }),
        },
        period,
      }),
      // A queue that was idle tells its depth up to 15 minutes late.
      periods: 6,
      periodsAbove: 1,
    },
    {
      kind: 'media-failing',
      meaning: 'More than 20 % of the files, and 3 at least, could not be had within 6 hours.',
      metric: new cloudwatch.MathExpression({
        expression: 'IF(failed >= 3 AND failed > 0.2 * (FILL(stored, 0) + failed), 1, 0)',
        usingMetrics: {
          failed: metrics.counted('MediaNotStored'),
          stored: metrics.counted('MediaStored'),
        },
        period: Duration.hours(6),
      }),
      periods: 1,
    },
  ];
}
