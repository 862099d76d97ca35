import {
  type CloudWatchClient,
  GetMetricStatisticsCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';

/** An alarm in the state ALARM. */
export interface RaisedAlarm {
  readonly name: string;
  readonly description: string;
}

/** Reads the alarms of a stack that are raised now. */
export async function readRaisedAlarms(
  client: CloudWatchClient,
  stackName: string,
): Promise<readonly RaisedAlarm[]> {
  const raised: RaisedAlarm[] = [];
  const pages = paginateDescribeAlarms(
    { client },
    { AlarmNamePrefix: `${stackName}-`, StateValue: 'ALARM' },
  );
  for await (const { MetricAlarms = [] } of pages) {
    for (const { AlarmName = '', AlarmDescription = '' } of MetricAlarms) {
      raised.push({ name: AlarmName, description: AlarmDescription });
    }
  }
  return raised;
}

const lookBackMs = 15 * 60 * 1000;

/**
 * Reads the greatest age of an event record that waited for the publisher in the last 15 minutes, in
 * milliseconds.
 *
 * @returns `undefined` when Lambda did not invoke the publisher in that time
 */
export async function readPublisherLag(
  client: CloudWatchClient,
  functionName: string,
  now: Date,
): Promise<number | undefined> {
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
}
