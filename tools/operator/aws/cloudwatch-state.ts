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

/** What CloudWatch knows about a deployed gateway. */
export interface CloudWatchState {
  /** The alarms of a stack that are raised now. */
  raisedAlarms(stackName: string): Promise<readonly RaisedAlarm[]>;
  /**
   * The greatest age of an event record that waited for the publisher in the last 15 minutes, in
   * milliseconds; `undefined` when Lambda did not invoke the publisher in that time.
   */
  publisherLagMs(functionName: string, now: Date): Promise<number | undefined>;
}

const lookBackMs = 15 * 60 * 1000;

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
  };
}
