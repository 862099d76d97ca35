import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { GatewayMetrics } from './gateway-metrics.ts';

export interface DashboardProps {
  readonly dashboardName: string;
  readonly metrics: GatewayMetrics;
  readonly alarms: readonly cloudwatch.IAlarm[];
}

/** A widget is 6 of the 24 columns wide, so that a row has four. */
const widgetWidth = 6;

/**
 * One page for the person on call, from what is wrong down to what it costs: alarms, callbacks,
 * outbox, mirror, limits, cost drivers.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Alarms (what to do: docs/operations.md)',
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
  const { callbacks } = metrics.props;
  const byProvider = (name: string) =>
    callbacks.map((callback) =>
      metrics.ofProvider(name, callback).with({ label: callback.provider.name }),
    );
  return [
    graph('Received', byProvider('Received')),
    graph('Not stored (answered 503)', byProvider('NotStored')),
    graph('Refused', [metrics.byDimension('Refused', ['provider', 'problem'])]),
    graph(
      'Time to answer, ms',
      callbacks.flatMap(({ provider, function: handler }) => [
        metrics.duration(handler, 'p50', `${provider.name} p50`),
        metrics.duration(handler, 'p99', `${provider.name} p99`),
      ]),
    ),
  ];
}

function outcomeRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  const { callbacks } = metrics.props;
  const byProvider = (name: string) =>
    callbacks.map((callback) =>
      metrics.ofProvider(name, callback).with({ label: callback.provider.name }),
    );
  return [
    graph('Duplicates', byProvider('Duplicates')),
    graph('Told again by another provider event', byProvider('Alternate')),
    graph('Conflicts', byProvider('Conflicts')),
    graph('Not understood, or kept without an event', [
      ...callbacks.flatMap((callback) => [
        metrics
          .ofProvider('Quarantined', callback)
          .with({ label: `${callback.provider.name} quarantined` }),
        metrics
          .ofProvider('Unmapped', callback)
          .with({ label: `${callback.provider.name} unmapped` }),
      ]),
    ]),
  ];
}

function outboxRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  return [
    graph('Oldest unpublished event record, ms', [metrics.publisherLag()]),
    graph('Stored, published', [metrics.counted('Stored'), metrics.counted('Published')]),
    graph('Not published, given up, lost', [
      metrics.counted('NotPublished'),
      metrics.counted('Rejected'),
      metrics.counted('Undecodable'),
      metrics.notKept(),
    ]),
    graph(
      'Functions: errors, throttles',
      functionsOf(metrics).flatMap((each) => [each.metricErrors(), each.metricThrottles()]),
    ),
  ];
}

function mirrorRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  const { mediaQueue, mediaDeadLetters } = metrics.props;
  return [
    graph('Files stored, not to be had', [
      metrics.counted('MediaStored'),
      metrics.counted('MediaNotStored'),
    ]),
    graph('Attempts that failed', [metrics.byDimension('MediaFailed', ['reason'])]),
    graph('Messages waiting, given up', [
      mediaQueue.metricApproximateNumberOfMessagesVisible({ label: 'waiting' }),
      mediaDeadLetters.metricApproximateNumberOfMessagesVisible({ label: 'given up' }),
    ]),
    graph(
      'Oldest message, s (given up: on the right)',
      [mediaQueue.metricApproximateAgeOfOldestMessage({ label: 'waiting' })],
      [mediaDeadLetters.metricApproximateAgeOfOldestMessage({ label: 'given up' })],
    ),
  ];
}

/** What turns callbacks down before a function sees them, and what turns event records down. */
function limitRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  const api = metrics.api();
  const ofApi = api
    ? [
        graph('API: requests', [api.requests]),
        graph('API: answered 4xx, 5xx', [api.clientErrors, api.serverErrors]),
        graph('API: throttled (429)', [api.throttled]),
      ]
    : [];
  return [...ofApi, graph('Table: writes turned down', [metrics.writeThrottles()])];
}

function costRow(metrics: GatewayMetrics): cloudwatch.IWidget[] {
  return [
    graph('Table: write units', metrics.writeUnits()),
    graph(
      'Invocations',
      functionsOf(metrics).map((each) => each.metricInvocations()),
    ),
    graph('Bytes mirrored', [metrics.counted('MediaBytes')]),
    graph('Bytes logged', metrics.loggedBytes()),
  ];
}

function functionsOf({ props }: GatewayMetrics): readonly lambda.IFunction[] {
  return [...props.callbacks.map((callback) => callback.function), props.publisher, props.mirror];
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
