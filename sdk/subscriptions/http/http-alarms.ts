import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { LogEvent } from '../../../shared/runtime/log-events.ts';

/** Namespace of the metric of each HTTP subscription, by its name. */
const namespace = 'Tributary/HttpSubscriptions';

/**
 * In alarm from the moment at which a receiver was disabled because it failed, until it accepts an event again.
 *
 * @param name unique among the HTTP subscriptions of the account and region
 */
export function createDisabledAlarm(
  scope: Construct,
  logGroup: logs.ILogGroup,
  name: string,
): cloudwatch.Alarm {
  const metricName = `Disabled ${name}`;
  const count = (id: string, event: LogEvent, metricValue: '0' | '1') =>
    new logs.MetricFilter(scope, id, {
      logGroup,
      filterPattern: logs.FilterPattern.stringValue('$.message', '=', event),
      metricNamespace: namespace,
      metricName,
      metricValue,
    });
  count('DisabledMetric', 'receiver disabled', '1');
  count('DeliveredMetric', 'event delivered', '0');
  return new cloudwatch.Alarm(scope, 'DisabledAlarm', {
    alarmDescription: `The receiver of the HTTP subscription ${name} is disabled: it accepted no event during all attempts of one, or it responded with 410. Its events wait in the queue, for 14 days at most. Run: tributary http list. When the receiver is repaired: tributary http enable. See docs/http-subscriptions.md#receiver-disabled`,
    metric: new cloudwatch.Metric({
      namespace,
      metricName,
      statistic: cloudwatch.Stats.MAXIMUM,
      period: Duration.minutes(5),
    }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    // A disabled receiver logs nothing.
    treatMissingData: cloudwatch.TreatMissingData.IGNORE,
  });
}

/** In alarm while there are dead letters. An ordered queue has this alarm of its own. */
export function createDeadLettersAlarm(
  scope: Construct,
  deadLetterQueue: sqs.IQueue,
  name: string,
): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, 'DeadLettersAlarm', {
    alarmDescription: `Events of the HTTP subscription ${name} are dead letters: the receiver refused them at every attempt, and accepted others. Repair the receiver, then run: tributary http redrive. See docs/http-subscriptions.md#dead-letters`,
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({
      statistic: cloudwatch.Stats.MAXIMUM,
    }),
    threshold: 0,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}

/** In alarm when events wait for their first attempts. An ordered queue has this alarm of its own. */
export function createWaitingAlarm(
  scope: Construct,
  queue: sqs.IQueue,
  name: string,
): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, 'WaitingAlarm', {
    alarmDescription: `Events of the HTTP subscription ${name} have waited for an hour: the receiver is disabled or slow, the concurrency is too low, or the function fails. Run: tributary http list. See docs/http-subscriptions.md#events-wait`,
    metric: queue.metricApproximateAgeOfOldestMessage({ statistic: cloudwatch.Stats.MAXIMUM }),
    threshold: Duration.hours(1).toSeconds(),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}
