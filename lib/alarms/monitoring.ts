import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { CallbackApi } from '../constructs/callback-api.ts';
import type { MediaMirror } from '../constructs/media-mirror.ts';
import type { ProviderCallback } from '../constructs/provider-callback.ts';
import type { Publisher } from '../constructs/publisher.ts';
import { Dashboard } from './dashboard.ts';
import { GatewayMetrics } from './gateway-metrics.ts';
import { LogMetrics } from './log-metrics.ts';
import { OperatorAlarms } from './operator-alarms.ts';
import { type AlarmSettings, areProvidersApart, hasDashboard } from './settings.ts';

/** What {@link addMonitoring} watches. */
export interface Monitored {
  /** Name of the gateway: its alarms begin with it, and its dashboard is called so. */
  readonly name: string;
  /** CloudWatch namespace of the metrics that are counted from log lines. */
  readonly namespace: string;
  readonly settings: AlarmSettings;
  /** Whether there is a dashboard. @default with the preset `full` */
  readonly dashboard?: boolean | undefined;
  /** Receives all alarms. @default a topic of the gateway */
  readonly topic?: sns.ITopic | undefined;
  /** Receives the alarms by mail. */
  readonly email?: string | undefined;
  /** URL of docs/operations.md. */
  readonly runbookUrl?: string | undefined;
  /** Hours without an accepted callback, by provider id, after which an alarm is raised. */
  readonly silentAfterHours: Readonly<Record<string, number>>;
  readonly callbacks: readonly ProviderCallback[];
  /** The log group of the callback functions. */
  readonly callbackLogs: logs.ILogGroup;
  readonly publisher: Publisher;
  readonly mirror: MediaMirror;
  readonly table: Pick<dynamodb.ITable, 'tableName'>;
  /** Absent when that endpoint is off. */
  readonly api: CallbackApi | undefined;
}

/** Adds alarms, perhaps a dashboard, and the metrics that they need, to a gateway. */
export function addMonitoring(
  gateway: Construct,
  {
    name,
    namespace,
    settings,
    dashboard,
    callbacks,
    callbackLogs,
    publisher,
    mirror,
    table,
    api,
    ...rest
  }: Monitored,
): { readonly topic: sns.ITopic } {
  const metrics = new GatewayMetrics({
    namespace,
    callbacks,
    publisher: publisher.function,
    mirror: mirror.function,
    mediaQueue: mirror.queue,
    mediaDeadLetters: mirror.deadLetterQueue,
    table,
    logGroups: {
      callbacks: callbackLogs,
      publisher: publisher.logGroup,
      mirror: mirror.logGroup,
      ...(api && { API: api.accessLog }),
    },
    api,
    areProvidersApart: areProvidersApart(settings),
  });
  const { alarms, topic } = new OperatorAlarms(gateway, 'Alarms', {
    gatewayName: name,
    metrics,
    settings,
    ...rest,
  });
  if (hasDashboard(settings, dashboard)) {
    new Dashboard(gateway, 'Dashboard', { dashboardName: name, metrics, alarms });
  }
  // Last: it counts what alarms and dashboard use.
  new LogMetrics(gateway, 'Metrics', {
    namespace,
    callbacks: callbackLogs,
    publisher: publisher.logGroup,
    mirror: mirror.logGroup,
    api: api?.accessLog,
    used: metrics.usedLogMetrics,
  });
  return { topic };
}
