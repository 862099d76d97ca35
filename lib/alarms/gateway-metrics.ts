import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { ProblemName } from '../../functions/callback/responses.ts';
import { indexes } from '../../shared/table/attributes.ts';
import type { EnabledProvider } from '../props/provider-settings.ts';
import { type LogMetricName, logMetricKey } from './log-metrics.ts';

/** Properties of {@link GatewayMetrics}. */
export interface GatewayMetricsProps {
  /** CloudWatch namespace of the metrics that `LogMetrics` counts. */
  readonly namespace: string;
  readonly callbacks: readonly ObservedCallback[];
  readonly publisher: lambda.IFunction;
  readonly mirror: lambda.IFunction;
  readonly mediaQueue: sqs.IQueue;
  readonly mediaDeadLetters: sqs.IQueue;
  readonly table: Pick<dynamodb.ITable, 'tableName'>;
  /** Log groups of the functions and of the API, by their label in a graph. */
  readonly logGroups: Readonly<Record<string, logs.ILogGroup>>;
  /** Undefined when that endpoint is off. */
  readonly api: ObservedApi | undefined;
  /** Whether log lines are counted for each provider alone, and not for all together. */
  readonly areProvidersApart: boolean;
}

/** The HTTP API in front of the functions. */
export interface ObservedApi {
  readonly apiId: string;
  readonly stageName: string;
}

/** A provider and the function that responds to its callbacks. */
export interface ObservedCallback {
  readonly provider: EnabledProvider;
  readonly function: lambda.IFunction;
}

/** Whose callbacks a metric counts: those of one provider, or of all. */
export interface CallbackScope {
  /** Undefined for all providers. */
  readonly provider?: EnabledProvider;
  /** As texts and labels name it. */
  readonly name: string;
}

/** Alarms and graphs share this period. */
const period = Duration.minutes(5);

/** What can be measured of a gateway, under the names that the dashboard and the alarms use. */
export class GatewayMetrics {
  /** The providers that are on, each with its function. */
  readonly callbacks: readonly ObservedCallback[];
  /** Every function of the gateway. */
  readonly functions: readonly lambda.IFunction[];
  /** The scopes in which log lines of callbacks are counted. */
  readonly scopes: readonly CallbackScope[];
  private readonly props: GatewayMetricsProps;
  private readonly used = new Set<string>();

  constructor(props: GatewayMetricsProps) {
    this.props = props;
    this.scopes = props.areProvidersApart
      ? props.callbacks.map(({ provider }) => ({ provider, name: provider.name }))
      : [{ name: 'all providers' }];
    this.callbacks = props.callbacks;
    this.functions = [
      ...props.callbacks.map((callback) => callback.function),
      props.publisher,
      props.mirror,
    ];
  }

  /** The log metrics that something uses; `LogMetrics` counts no other. */
  get usedLogMetrics(): ReadonlySet<string> {
    return this.used;
  }

  /** The sum of a metric that `LogMetrics` takes from the log of the callbacks: `Accepted`, `Quarantined` … */
  ofCallbacks(name: LogMetricName, { provider }: CallbackScope): cloudwatch.Metric {
    return this.counted(name, { ...(provider && { provider: provider.id }) });
  }

  /** Callbacks that were refused for one reason: `unauthorized`, `tooLarge` … */
  refused({ provider }: CallbackScope, problem: ProblemName): cloudwatch.Metric {
    return this.counted('Refused', { ...(provider && { provider: provider.id }), problem });
  }

  /** The sum of a metric that `LogMetrics` takes from the log of the publisher or the mirror. */
  counted(name: LogMetricName, dimensionsMap: Record<string, string> = {}): cloudwatch.Metric {
    this.used.add(logMetricKey(name, Object.keys(dimensionsMap)));
    return new cloudwatch.Metric({
      namespace: this.props.namespace,
      metricName: name,
      dimensionsMap,
      statistic: cloudwatch.Stats.SUM,
      period,
    });
  }

  /**
   * Responses of the HTTP API; `undefined` when that endpoint is off. Its `4xx` leaves out the API's
   * own throttling, which is counted from the access log instead. Of very many throttled requests
   * AWS may leave some out of both (API Gateway developer guide, read 2026-11-21).
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
      throttled: () => this.counted('ApiThrottled'),
    };
  }

  /** Refused callbacks: one line for each problem, and for each provider if these are apart. */
  refusedByProblem(): cloudwatch.MathExpression {
    const { areProvidersApart } = this.props;
    return this.byDimension('Refused', areProvidersApart ? ['provider', 'problem'] : ['problem']);
  }

  /** Failed attempts at a file: one line for each reason. */
  mediaAttemptsByReason(): cloudwatch.MathExpression {
    return this.byDimension('MediaAttemptsFailed', ['reason']);
  }

  /** One line for each value of a dimension whose values are known only at run time. */
  private byDimension(
    name: LogMetricName,
    dimensions: readonly string[],
  ): cloudwatch.MathExpression {
    this.used.add(logMetricKey(name, dimensions));
    // The namespace holds the stage, which may contain a hyphen; a schema accepts that only in quotes.
    const schema = [`"${this.props.namespace}"`, ...dimensions].join(',');
    return new cloudwatch.MathExpression({
      expression: `SEARCH('{${schema}} MetricName="${name}"', 'Sum', ${period.toSeconds()})`,
      usingMetrics: {},
      label: '',
      period,
    });
  }

  /** How long a function takes, in milliseconds: what a provider waits for, besides the network. */
  duration(of: lambda.IFunction, statistic: 'p50' | 'p99', label?: string): cloudwatch.Metric {
    return of.metricDuration({ statistic, period, ...(label && { label }) });
  }

  /**
   * Age of the oldest event record that is not published yet, in milliseconds. Lambda reports it only
   * when it invokes the publisher.
   */
  publisherLag(): cloudwatch.Metric {
    return this.props.publisher.metric('IteratorAge', {
      statistic: cloudwatch.Stats.MAXIMUM,
      period,
    });
  }

  /**
   * Batches that grew too old and that Lambda could not write to the payload bucket, so that no dead
   * letter holds them (Lambda developer guide, read 2026-11-21: the metric counts on-failure
   * destinations of streams, too).
   */
  deadLettersNotStored(): cloudwatch.Metric {
    return this.props.publisher.metric('DestinationDeliveryFailures', {
      statistic: cloudwatch.Stats.SUM,
      period,
    });
  }

  /** Messages that wait for the media mirror. */
  mediaQueueDepth(): cloudwatch.Metric {
    return this.props.mediaQueue.metricApproximateNumberOfMessagesVisible({ period });
  }

  /** Age of the oldest message that waits for the media mirror, in seconds. */
  mediaQueueAge(): cloudwatch.Metric {
    return this.props.mediaQueue.metricApproximateAgeOfOldestMessage({ period });
  }

  /** Messages in the dead-letter queue of the media mirror. */
  mediaDeadLetters(): cloudwatch.Metric {
    return this.props.mediaDeadLetters.metricApproximateNumberOfMessagesVisible({ period });
  }

  /** Age of the oldest message in that dead-letter queue, in seconds. */
  mediaDeadLettersAge(): cloudwatch.Metric {
    return this.props.mediaDeadLetters.metricApproximateAgeOfOldestMessage({ period });
  }

  /**
   * Writes that DynamoDB throttled for the table or for one of its indexes. `WriteThrottleEvents` of
   * a table leaves out its indexes, where a hot conversation shows (DynamoDB developer guide, read
   * 2026-11-21).
   */
  writeThrottles(): cloudwatch.Metric {
    return this.ofTable('ThrottledRequests', { Operation: 'PutItem' });
  }

  /** Writes that succeeded. */
  writes(): cloudwatch.Metric {
    return this.ofTable('SuccessfulRequestLatency', { Operation: 'PutItem' }).with({
      statistic: cloudwatch.Stats.SAMPLE_COUNT,
    });
  }

  /** Write units: one line for the table and one for each index, which consumes units of its own. */
  writeUnits(): readonly cloudwatch.Metric[] {
    const ofIndexes = Object.values(indexes).map(({ name }) =>
      this.ofTable('ConsumedWriteCapacityUnits', { GlobalSecondaryIndexName: name }).with({
        label: `index ${name}`,
      }),
    );
    return [this.ofTable('ConsumedWriteCapacityUnits').with({ label: 'table' }), ...ofIndexes];
  }

  /** Bytes written to the logs, one line for each log group. */
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
