import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricAlarm,
  type MetricDataQuery,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { alarmPrefix } from '../../../shared/runtime/alarms.ts';

/** A metric of CloudWatch. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  /** By the name of the dimension. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What an alarm of a stack looks at. */
export interface AlarmMetrics {
  readonly alarm: string;
  readonly metrics: readonly MetricName[];
  /** The expression of an alarm on several metrics. */
  readonly expression: string | undefined;
}

/** A query by its id, which is also a variable in expressions: a metric by the sum of a minute, or an expression. */
export type MetricQueries = Readonly<Record<string, MetricName | { readonly expression: string }>>;

/** The numbers behind the alarms of a deployed stack. */
export interface MetricData {
  alarmMetrics(stackName: string): Promise<readonly AlarmMetrics[]>;
  /** The values of each query, one for each minute with data. An id without data has an empty list. */
  read(
    queries: MetricQueries,
    range: { readonly from: Date; readonly to: Date },
  ): Promise<Readonly<Record<string, readonly number[]>>>;
}

/** The most queries of one GetMetricData (API reference, read 2026-11-28). */
const maxQueries = 500;

const periodSeconds = 60;

/** Reads CloudWatch with the credentials and the region of the environment. */
export function createMetricData(client = new CloudWatchClient()): MetricData {
  return {
    async alarmMetrics(stackName) {
      const found: AlarmMetrics[] = [];
      const pages = paginateDescribeAlarms({ client }, { AlarmNamePrefix: alarmPrefix(stackName) });
      for await (const { MetricAlarms = [] } of pages) found.push(...MetricAlarms.map(toAlarm));
      return found;
    },

    async read(queries, { from, to }) {
      const entries = Object.entries(queries);
      if (entries.length > maxQueries) throw new RangeError(`at most ${maxQueries} queries`);
      const values = Object.fromEntries(entries.map(([id]) => [id, [] as number[]]));
      let NextToken: string | undefined;
      do {
        const page = await client.send(
          new GetMetricDataCommand({
            StartTime: from,
            EndTime: to,
            MetricDataQueries: entries.map(toQuery),
            NextToken,
          }),
        );
        for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) {
          values[Id]?.push(...Values);
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return values;
    },
  };
}

function toQuery([Id, query]: [string, MetricQueries[string]]): MetricDataQuery {
  if ('expression' in query) return { Id, Expression: query.expression, Period: periodSeconds };
  return {
    Id,
    MetricStat: {
      Metric: {
        Namespace: query.namespace,
        MetricName: query.name,
        Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: 'Sum',
    },
  };
}

function toAlarm({ AlarmName = '', Metrics = [], ...simple }: MetricAlarm): AlarmMetrics {
  const metrics = [simple, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric ?? {})];
  return {
    alarm: AlarmName,
    expression: Metrics.find(({ Expression }) => Expression !== undefined)?.Expression,
    metrics: metrics.flatMap(({ Namespace, MetricName, Dimensions = [] }) =>
      Namespace === undefined || MetricName === undefined
        ? []
        : [
            {
              namespace: Namespace,
              name: MetricName,
              dimensions: Object.fromEntries(
                Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]),
              ),
            },
          ],
    ),
  };
}
