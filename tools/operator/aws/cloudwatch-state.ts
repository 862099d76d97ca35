import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { alarmPrefix } from '../../../shared/runtime/alarms.ts';

/** An alarm in the state ALARM. */
export interface RaisedAlarm {
  readonly name: string;
  readonly description: string;
}

/** The metric of failed files. A gateway has it only for an alarm or a dashboard. */
export const filesFailedMetric = 'MediaFailed';

/** What CloudWatch knows about a deployed gateway. */
export interface CloudWatchState {
  /** The alarms of a stack that are raised now. */
  raisedAlarms(stackName: string): Promise<readonly RaisedAlarm[]>;
  /**
   * The greatest age of an event record that waited for the publisher in the last 15 minutes, in
   * milliseconds; `undefined` when Lambda did not invoke the publisher in that time.
   */
  publisherLagMs(functionName: string, now: Date): Promise<number | undefined>;
  /**
   * How often the mirror made its last attempt at a file and failed, in whole days up to now. A file
   * that was retried since then is counted as well. 0 when nothing counts them: see `filesFailedMetric`.
   */
  filesFailed(namespace: string, days: number, now: Date): Promise<number>;
}

const lookBackMs = 15 * 60 * 1000;

const dayMs = 24 * 60 * 60 * 1000;

/** Reads CloudWatch with the credentials and the region of the environment. */
export function createCloudWatchState(): CloudWatchState {
  const client = new CloudWatchClient();
  return {
    async raisedAlarms(stackName) {
      const raised: RaisedAlarm[] = [];
      const pages = paginateDescribeAlarms(
        { client },
        { AlarmNamePrefix: alarmPrefix(stackName), StateValue: 'ALARM' },
      );
      for await (const { MetricAlarms = [] } of pages) {
        for (const { AlarmName = '', AlarmDescription = '' } of MetricAlarms) {
          raised.push({ name: AlarmName, description: AlarmDescription });
        }
      }
      return raised;
    },

    async publisherLagMs(functionName, now) {
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Lambda',
          MetricName: 'IteratorAge',
          Dimensions: [{ Name: 'FunctionName', Value: functionName }],
          StartTime: new Date(now.getTime() - lookBackMs),
          EndTime: now,
          Period: lookBackMs / 1000,
          Statistics: ['Maximum'],
        }),
      );
      const ages = Datapoints.map(({ Maximum = 0 }) => Maximum);
      return ages.length === 0 ? undefined : Math.max(...ages);
    },

    async filesFailed(namespace, days, now) {
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: namespace,
          MetricName: filesFailedMetric,
          StartTime: new Date(now.getTime() - days * dayMs),
          EndTime: now,
          Period: dayMs / 1000,
          Statistics: ['Sum'],
        }),
      );
      return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
    },
  };
}
