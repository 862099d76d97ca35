import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { AlarmThresholds } from './settings.ts';

const period = Duration.minutes(5);

/** Alarms on what all providers share: outbox, table, API and media mirror. */
export function gatewayAlarms(
  metrics: GatewayMetrics,
  thresholds: AlarmThresholds,
): readonly AlarmDefinition[] {
  return [
    ...outboxAlarms(metrics, thresholds),
    tableThrottled(metrics),
    ...apiAlarms(metrics, thresholds),
    ...mirrorAlarms(metrics, thresholds),
  ];
}

function outboxAlarms(
  metrics: GatewayMetrics,
  { publisherLagMinutes }: AlarmThresholds,
): readonly AlarmDefinition[] {
  return [
    {
      kind: 'publisher-behind',
      happened: `Event records have waited more than ${publisherLagMinutes} minutes to be published.`,
      meaning:
        'Subscribers receive events late. No event is lost: the stream keeps records for 24 hours.',
      metric: () => metrics.publisherLag(),
      threshold: Duration.minutes(publisherLagMinutes).toMilliseconds(),
      periods: 2,
    },
    {
      kind: 'publisher-stopped',
      happened:
        'Event records were stored but no event was published, in at least 2 of the last 8 periods of 15 minutes.',
      meaning: publisherStopped,
      metric: () => storedAndNotPublished(metrics, Duration.minutes(15)),
      periods: 8,
      // An event record may be stored at the end of one period and published in the next.
      periodsAbove: 2,
    },
    {
      // A message every few hours never falls into two of eight quarters of an hour. This alarm sees
      // one message in twelve hours, six hours before the stream's 24 are over.
      kind: 'publisher-stopped-over-hours',
      section: 'publisher-stopped',
      happened:
        'Event records were stored but no event was published, in at least 2 of the last 3 periods of 6 hours.',
      meaning: publisherStopped,
      metric: () => storedAndNotPublished(metrics, Duration.hours(6)),
      periods: 3,
      periodsAbove: 2,
    },
    {
      kind: 'event-dead-letters',
      happened: 'Event records could not be published and are now dead letters.',
      meaning:
        'EventBridge rejected the event, or the record holds no valid event. Subscribers do not receive it. The record is stored in full in the payload bucket.',
      firstCommand: 'dead-letters list',
      metric: () => metrics.counted('DeadLetters'),
      periods: 1,
    },
    {
      kind: 'event-dead-letters-not-stored',
      happened:
        'Lambda could not write a batch of event records older than 20 hours to the payload bucket.',
      meaning:
        'These events were not published, and no dead letter holds them. The events table still does.',
      metric: () => metrics.deadLettersNotStored(),
      periods: 1,
    },
  ];
}

const publisherStopped =
  'Subscribers receive no events. Lambda is probably not invoking the publisher. The stream keeps records for 24 hours.';

/** Without an invocation of the publisher there is no lag metric. */
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

/** The SDK makes three attempts, which absorb an occasional throttle. */
function tableThrottled(metrics: GatewayMetrics): AlarmDefinition {
  return {
    kind: 'table-throttled',
    happened:
      'DynamoDB throttled at least 10 writes, and more than 1 % of all writes, in 2 of the last 3 periods of 5 minutes.',
    meaning: 'A callback whose write is throttled three times gets the response 503.',
    firstCommand: 'tail --count 1000',
    metric: () =>
      new cloudwatch.MathExpression({
        // An alarm on a DynamoDB metric alone would stay raised once the data ends: for those metrics
        // CloudWatch ignores how missing data is to be treated (API reference, read 2026-11-21).
        expression:
          'IF(FILL(throttled, 0) >= 10 AND throttled > 0.01 * (FILL(written, 0) + throttled), 1, 0)',
        usingMetrics: { throttled: metrics.writeThrottles(), written: metrics.writes() },
        period,
      }),
    periods: 3,
    periodsAbove: 2,
  };
}

/** Empty when the API is off. For a function URL, Lambda's own metrics show the same. */
function apiAlarms(
  metrics: GatewayMetrics,
  { failedCallbacks: least, failedCallbacksPercent }: AlarmThresholds,
): readonly AlarmDefinition[] {
  const api = metrics.api();
  if (api === undefined) return [];
  return [
    {
      kind: 'api-failing',
      happened: `The API responded 5xx to more than ${failedCallbacksPercent} % of the requests, and to at least ${least} or to all of them, in 2 of the last 6 periods of 5 minutes.`,
      meaning: 'Providers must send these callbacks again; not every provider does.',
      metric: () =>
        new cloudwatch.MathExpression({
          expression: `IF(failed > ${failedCallbacksPercent / 100} * requests AND (failed >= ${least} OR failed >= requests), 1, 0)`,
          usingMetrics: { failed: api.serverErrors, requests: api.requests },
          period,
        }),
      periods: 6,
      periodsAbove: 2,
    },
    {
      kind: 'api-throttled',
      happened: 'The API responded 429 to callbacks.',
      meaning:
        'A provider sent more requests than its route or the account allows. A provider that does not send them again loses one callback with each 429.',
      metric: () => api.throttled(),
      periods: 1,
    },
  ];
}

function mirrorAlarms(
  metrics: GatewayMetrics,
  { mediaWaitHours, failedFiles: least, failedFilesPercent }: AlarmThresholds,
): readonly AlarmDefinition[] {
  return [
    {
      kind: 'media-behind',
      happened: `A message has waited more than ${mediaWaitHours} hours for the media mirror.`,
      meaning: 'Files are mirrored late, and links of providers may expire first.',
      // Retries of one file take about 3 hours, so only a backlog gets older.
      metric: () => metrics.mediaQueueAge(),
      threshold: Duration.hours(mediaWaitHours).toSeconds(),
      periods: 2,
    },
    {
      kind: 'media-dead-letters',
      happened: 'The number of messages in the media dead-letter queue grew.',
      meaning:
        'Files of these messages could not be mirrored in about 3 hours of retries. The queue keeps the messages for 14 days.',
      firstCommand: 'dead-letters list',
      metric: () =>
        new cloudwatch.MathExpression({
          // The depth itself stays above 0 for 14 days, and would hide further files. SQS does not
          // count what it moves as sent. An empty queue has no data, and grows from 0.
          expression: 'DIFF(FILL(waiting, 0))',
          usingMetrics: { waiting: metrics.mediaDeadLetters() },
          period,
        }),
      // SQS reports the depth of an idle queue up to 15 minutes late.
      periods: 6,
      periodsAbove: 1,
    },
    {
      kind: 'media-failing',
      happened: `At least ${least} files, and more than ${failedFilesPercent} % of all files, failed in the last 6 hours.`,
      meaning:
        'The provider no longer hands out these files, or every retry failed. Each file has a media.failed event with the reason.',
      firstCommand: 'media list --failed --from <date>',
      metric: () =>
        new cloudwatch.MathExpression({
          expression: `IF(failed >= ${least} AND failed > ${failedFilesPercent / 100} * (FILL(stored, 0) + failed), 1, 0)`,
          usingMetrics: {
            failed: metrics.counted('MediaFailed'),
            stored: metrics.counted('MediaStored'),
          },
          period: Duration.hours(6),
        }),
      periods: 1,
    },
  ];
}
