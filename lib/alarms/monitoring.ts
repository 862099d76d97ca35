import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { GatewayConfig } from '../config.ts';
import type { CallbackApi } from '../constructs/callback-api.ts';
import type { MediaMirror } from '../constructs/media-mirror.ts';
import type { ProviderCallback } from '../constructs/provider-callback.ts';
import type { Publisher } from '../constructs/publisher.ts';
import { Dashboard } from './dashboard.ts';
import { GatewayMetrics } from './gateway-metrics.ts';
import { LogMetrics } from './log-metrics.ts';
import { OperatorAlarms } from './operator-alarms.ts';

/** What {@link addMonitoring} watches. */
export interface Monitored {
  /** Name of the gateway: its alarms begin with it, and its dashboard is called so. */
  readonly name: string;
  /** CloudWatch namespace of the metrics that are counted from log lines. */
  readonly namespace: string;
  readonly config: GatewayConfig;
  readonly callbacks: readonly ProviderCallback[];
  /** The log group of the callback functions. */
  readonly callbackLogs: logs.ILogGroup;
  readonly publisher: Publisher;
  readonly mirror: MediaMirror;
  readonly table: Pick<dynamodb.ITable, 'tableName'>;
  /** Absent when that endpoint is off. */
  readonly api: CallbackApi | undefined;
}

/** Adds metrics, alarms and the dashboard to a gateway. */
export function addMonitoring(
  gateway: Construct,
  { name, namespace, config, callbacks, callbackLogs, publisher, mirror, table, api }: Monitored,
): { readonly topic: sns.Topic } {
  new LogMetrics(gateway, 'Metrics', {
    namespace,
    callbacks: callbackLogs,
    publisher: publisher.logGroup,
    mirror: mirror.logGroup,
    api: api?.accessLog,
  });
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
  });
  const { alarms, topic } = new OperatorAlarms(gateway, 'Alarms', {
    gatewayName: name,
    metrics,
    email: config.alarmEmail,
    runbookUrl: config.runbookUrl,
    silentAfterHours: config.silentAfterHours,
  });
  new Dashboard(gateway, 'Dashboard', { dashboardName: name, metrics, alarms });
  return { topic };
}
