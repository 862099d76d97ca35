import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { RegisteredProvider } from '../registered-provider.ts';

export interface GatewayMetricsProps {
  /** CloudWatch namespace of the metrics that `LogMetrics` counts. */
  readonly namespace: string;
  readonly callbacks: readonly ObservedCallback[];
  readonly publisher: lambda.IFunction;
  readonly mirror: lambda.IFunction;
  readonly mediaQueue: sqs.IQueue;
  readonly mediaDeadLetters: sqs.IQueue;
  readonly table: dynamodb.Table;
  /** Where the functions write, and the API, by what a graph calls them. */
  readonly logGroups: Readonly<Record<string, logs.ILogGroup>>;
  /** Undefined when that endpoint is off. */
  readonly api: ObservedApi | undefined;
}

/** The HTTP API in front of the functions. */
export interface ObservedApi {
  readonly apiId: string;
  readonly stageName: string;
}

/** A provider and the function that answers its callbacks. */
export interface ObservedCallback {
  readonly provider: RegisteredProvider;
  readonly function: lambda.IFunction;
}

/** Alarms and graphs look at the same five minutes. */
const period = Duration.minutes(5);

/** The table's indexes; a test holds them against the template. */
const indexNames = ['conversation', 'quarantine'] as const;

/** What can be measured of a gateway, under the names that the dashboard and the alarms use. */
export class GatewayMetrics {
  readonly props: GatewayMetricsProps;

  constructor(props: GatewayMetricsProps) {
    this.props = props;
  }

  /** A sum that `LogMetrics` counts out of a provider's log lines: `Received`, `Quarantined` … */
  ofProvider(name: string, { provider }: ObservedCallback): cloudwatch.Metric {
    return this.counted(name, { provider: provider.id });
  }

  /** Callbacks of a provider that were refused for one reason: `unauthorized`, `malformed` … */
  refused({ provider }: ObservedCallback, problem: string): cloudwatch.Metric {
    return this.counted('Refused', { provider: provider.id, problem });
  }

  /** A sum that `LogMetrics` counts out of the lines of the publisher or the mirror. */
  counted(name: string, dimensionsMap: Record<string, string> = {}): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: this.props.namespace,
      metricName: name,
      dimensionsMap,
      statistic: cloudwatch.Stats.SUM,
      period,
    });
  }

  /**
   * What the HTTP API answers. Its `4xx` says nothing of its own throttling, which is counted out of
   * the access log instead; when there are very many, AWS may leave some out of both (API Gateway
   * developer guide, read 2026-11-21).
   */
  api() {
    if (this.props.api === undefined) return undefined;
    const { apiId, stageName } = this.props.api;
    const ofApi = (metricName: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiId: apiId, Stage: stageName },
        statistic: cloudwatch.Stats.SUM,
        period,
      });
    return {
      requests: ofApi('Count'),
      clientErrors: ofApi('4xx'),
      serverErrors: ofApi('5xx'),
      throttled: this.counted('ApiThrottled'),
    };
  }

  /** One line for each value of a dimension that only shows at run time: `reason`, `problem`. */
  byDimension(name: string, dimensions: readonly string[]): cloudwatch.MathExpression {
    // A stage's name may have a hyphen, which a schema takes only in quotes.
    const schema = [`"${this.props.namespace}"`, ...dimensions].join(',');
    return new cloudwatch.MathExpression({
      expression: `SEARCH('{${schema}} MetricName="${name}"', 'Sum', ${period.toSeconds()})`,
      usingMetrics: {},
      label: '',
      period,
    });
  }

  /** How long a function takes, in milliseconds: what a provider waits for beside the network. */
  duration(of: lambda.IFunction, statistic: 'p50' | 'p99', label?: string): cloudwatch.Metric {
    return of.metricDuration({ statistic, period, ...(label && { label }) });
  }

  /**
   * Age of the oldest event record that is not published yet, in milliseconds. Lambda tells it only when it
   * calls the publisher.
   */
  publisherLag(): cloudwatch.Metric {
    return this.props.publisher.metric('IteratorAge', {
      statistic: cloudwatch.Stats.MAXIMUM,
      period,
    });
  }

  /**
   * Batches that grew too old and that the payload bucket did not take, so that no command sends them from
   * there (Lambda developer guide, read 2026-11-21: told of destinations of streams, too).
   */
  notKept(): cloudwatch.Metric {
    return this.props.publisher.metric('DestinationDeliveryFailures', {
      statistic: cloudwatch.Stats.SUM,
      period,
    });
  }

  /**
   * Writes that were turned down for the table or for one of its indexes. `WriteThrottleEvents` of a
   * table leaves out its indexes, where a hot conversation shows (DynamoDB developer guide, read
   * 2026-11-21).
   */
  writeThrottles(): cloudwatch.Metric {
    return this.ofTable('ThrottledRequests', { Operation: 'PutItem' });
  }

  /** Writes that the table took. */
  writes(): cloudwatch.Metric {
    return this.ofTable('SuccessfulRequestLatency', { Operation: 'PutItem' }).with({
      statistic: cloudwatch.Stats.SAMPLE_COUNT,
    });
  }

  /** Write units, which an index takes for itself: one line for the table and one for each index. */
  writeUnits(): readonly cloudwatch.Metric[] {
    const ofIndexes = indexNames.map((GlobalSecondaryIndexName) =>
      this.ofTable('ConsumedWriteCapacityUnits', { GlobalSecondaryIndexName }).with({
        label: `index ${GlobalSecondaryIndexName}`,
      }),
    );
    return [this.ofTable('ConsumedWriteCapacityUnits').with({ label: 'table' }), ...ofIndexes];
  }

  /** Bytes that were logged, one line for each log group. */
  loggedBytes(): readonly cloudwatch.Metric[] {
    return Object.entries(this.props.logGroups).map(
      ([label, { logGroupName }]) =>
        new cloudwatch.Metric({
          namespace: 'AWS/Logs',
          metricName: 'IncomingBytes',
          dimensionsMap: { LogGroupName: logGroupName },
          statistic: cloudwatch.Stats.SUM,
          label,
          period,
        }),
    );
  }

  private ofTable(
    metricName: string,
    dimensions: Readonly<Record<string, string>> = {},
  ): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: this.props.table.tableName, ...dimensions },
      statistic: cloudwatch.Stats.SUM,
      period,
    });
  }
}
