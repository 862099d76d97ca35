import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { LogMetricName } from './log-metrics.ts';

/** Properties of {@link Dashboard}. */
export interface DashboardProps {
  readonly dashboardName: string;
  readonly metrics: GatewayMetrics;
  readonly alarms: readonly cloudwatch.IAlarm[];
}

/** A widget is 6 of the 24 columns wide, so that a row has four. */
const widgetWidth = 6;

/**
 * One page for the person on call, from what is wrong to what it costs: alarms, callbacks, outcomes,
 * outbox, media mirror, limits, cost drivers.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Alarms (runbook: docs/operations.md)',
            alarms: [...props.alarms],
            width: 24,
            height: 4,
          }),
        ],
        callbackRow(props.metrics),
        outcomeRow(props.metrics),
        outboxRow(props.metrics),
        mirrorRow(props.metrics),
        limitRow(props.metrics),
        costRow(props.metrics),
      ],
    });
  }
}

function callbackRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  return [
    graph('Callbacks: accepted, items in them', [
      ...byScope(metrics, 'Accepted', 'callbacks'),
      ...byScope(metrics, 'Received', 'items'),
    ]),
    graph('Callbacks: not stored (503)', byScope(metrics, 'NotStored')),
    graph('Callbacks: refused', [metrics.refusedByProblem()]),
    graph(
      'Callbacks: response time, ms',
      metrics.callbacks.flatMap(({ provider, function: handler }) => [
        metrics.duration(handler, 'p50', `${provider.name} p50`),
        metrics.duration(handler, 'p99', `${provider.name} p99`),
      ]),
    ),
  ];
}

function outcomeRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  return [
    graph('Items: duplicates', byScope(metrics, 'Duplicates')),
    graph(
      'Items: alternates (another provider event of a stored message)',
      byScope(metrics, 'Alternates'),
    ),
    graph('Items: conflicts (contradict an earlier item)', byScope(metrics, 'Conflicts')),
    graph('Items: quarantined, undecodable, unmapped', [
      ...byScope(metrics, 'Quarantined', 'quarantined'),
      ...byScope(metrics, 'Undecodable', 'undecodable'),
      ...byScope(metrics, 'Unmapped', 'unmapped'),
    ]),
  ];
}

/** A metric of each provider, or of all together. @param suffix of the label, where a graph has several metrics */
function byScope(
  metrics: GatewayMetrics,
  name: LogMetricName,
  suffix?: string,
): cloudwatch.IMetric[] {
  return metrics.scopes.map((scope) => {
    const label = [scope.name, ...(suffix ? [suffix] : [])].join(' ');
    return metrics.ofCallbacks(name, scope).with({ label });
  });
}

function outboxRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  return [
    graph('Outbox: age of the oldest unpublished record, ms', [metrics.publisherLag()]),
    graph('Outbox: stored, published', [metrics.counted('Stored'), metrics.counted('Published')]),
    graph('Outbox: not published, dead letters', [
      metrics.counted('NotPublished'),
      metrics.counted('DeadLetters'),
      metrics.deadLettersNotStored(),
    ]),
    graph(
      'Functions: errors, throttles',
      metrics.functions.flatMap((each) => [each.metricErrors(), each.metricThrottles()]),
    ),
  ];
}

function mirrorRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  const waiting = { label: 'waiting' };
  const deadLetters = { label: 'dead letters' };
  return [
    graph('Media: files stored, failed', [
      metrics.counted('MediaStored'),
      metrics.counted('MediaFailed'),
    ]),
    graph('Media: failed attempts by reason', [metrics.mediaAttemptsByReason()]),
    graph('Media: messages waiting, dead letters', [
      metrics.mediaQueueDepth().with(waiting),
      metrics.mediaDeadLetters().with(deadLetters),
    ]),
    graph(
      'Media: age of the oldest message, s (dead letters: right axis)',
      [metrics.mediaQueueAge().with(waiting)],
      [metrics.mediaDeadLettersAge().with(deadLetters)],
    ),
  ];
}

/** What limits refuse: callbacks before a function runs, and writes to the table. */
function limitRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  const api = metrics.api();
  const ofApi = api
    ? [
        graph('API: requests', [api.requests]),
        graph('API: 4xx and 5xx responses', [api.clientErrors, api.serverErrors]),
        graph('API: throttled (429)', [api.throttled()]),
      ]
    : [];
  return [...ofApi, graph('Table: throttled writes', [metrics.writeThrottles()])];
}

function costRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  return [
    graph('Table: write units', metrics.writeUnits()),
    graph(
      'Functions: invocations',
      metrics.functions.map((each) => each.metricInvocations()),
    ),
    graph('Media: bytes mirrored', [metrics.counted('MediaBytes')]),
    graph('Logs: bytes', metrics.loggedBytes()),
  ];
}

function graph(
  title: string,
  left: readonly cloudwatch.IMetric[],
  right: readonly cloudwatch.IMetric[] = [],
): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    title,
    left: [...left],
    right: [...right],
    width: widgetWidth,
  });
}
