import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LogEvent, LogField } from '../../shared/runtime/log-events.ts';

/** Properties of {@link LogMetrics}. */
export interface LogMetricsProps {
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
  /** Log groups of the functions that respond to callbacks. */
  readonly callbacks: readonly logs.ILogGroup[];
  readonly publisher: logs.ILogGroup;
  readonly mirror: logs.ILogGroup;
  /** The API's access log. Undefined when that endpoint is off. */
  readonly api: logs.ILogGroup | undefined;
}

/** One source of a metric: the log lines that it counts, or the field of them that it adds up. */
interface LogMetric<Event extends LogEvent = LogEvent> {
  readonly name: string;
  readonly event: Event;
  /** Counts only lines with these values. @default every line of the event */
  readonly where?: Readonly<Partial<Record<LogField<Event>, string>>>;
  /** The number in the line that is added up; a line omits it where it is 0. @default 1 a line */
  readonly field?: LogField<Event>;
  /** Fields of the line that become dimensions. */
  readonly dimensions?: readonly LogField<Event>[];
}

/** A metric of any event, whose fields are those of that event. */
type AnyLogMetric = { [Event in LogEvent]: LogMetric<Event> }[LogEvent];

const { all, stringValue } = logs.FilterPattern;

const byProvider = ['provider'] as const;

/** What `receiveCallback` logs. */
const callbackMetrics: readonly AnyLogMetric[] = [
  { name: 'Received', event: 'callback', field: 'received', dimensions: byProvider },
  // Of all providers together, to compare with what is published.
  { name: 'Stored', event: 'callback', field: 'stored' },
  { name: 'Duplicates', event: 'callback', field: 'duplicate', dimensions: byProvider },
  { name: 'Alternates', event: 'callback', field: 'alternate', dimensions: byProvider },
  { name: 'Conflicts', event: 'callback', field: 'conflict', dimensions: byProvider },
  { name: 'Quarantined', event: 'callback', field: 'quarantined', dimensions: byProvider },
  { name: 'Unmapped', event: 'callback', field: 'unmapped', dimensions: byProvider },
  { name: 'Refused', event: 'callback refused', dimensions: ['provider', 'problem'] },
  { name: 'NotStored', event: 'callback not stored', dimensions: byProvider },
];

/** What `publishRecords` logs. */
const publisherMetrics: readonly AnyLogMetric[] = [
  { name: 'Published', event: 'batch published', field: 'events' },
  { name: 'NotPublished', event: 'events not published', field: 'events' },
  { name: 'DeadLetters', event: 'event rejected' },
  { name: 'DeadLetters', event: 'record undecodable' },
];

/** What `mirrorMessage` logs, once for each attempt at a file. */
const mirrorMetrics: readonly AnyLogMetric[] = [
  { name: 'MediaStored', event: 'media stored' },
  { name: 'MediaBytes', event: 'media stored', field: 'sizeBytes' },
  { name: 'MediaAttemptsFailed', event: 'media failed', dimensions: ['reason'] },
  // The last attempt at a file: its line also has the outcome of storing `media.failed`.
  { name: 'MediaFailed', event: 'media failed', where: { record: 'stored' } },
];

/**
 * The API's access log. Requests for any other path may be throttled: their limit exists for that.
 */
const apiThrottled = all(
  stringValue('$.status', '=', '429'),
  stringValue('$.routeKey', '!=', '$default'),
);

/**
 * Metrics that CloudWatch takes from log lines that are written anyway: they cost the functions
 * neither a call nor a library.
 */
export class LogMetrics extends Construct {
  constructor(scope: Construct, id: string, props: LogMetricsProps) {
    super(scope, id);
    const groups = [
      ...props.callbacks.map((logGroup) => ({ logGroup, metrics: callbackMetrics })),
      { logGroup: props.publisher, metrics: publisherMetrics },
      { logGroup: props.mirror, metrics: mirrorMetrics },
    ];
    for (const [index, { logGroup, metrics }] of groups.entries()) {
      for (const metric of metrics) {
        new logs.MetricFilter(this, `${metric.name}-${metric.event}-${index}`, {
          logGroup,
          metricNamespace: props.namespace,
          metricName: metric.name,
          filterPattern: toFilterPattern(metric),
          metricValue: metric.field === undefined ? '1' : `$.${metric.field}`,
          ...(metric.dimensions && {
            dimensions: Object.fromEntries(metric.dimensions.map((name) => [name, `$.${name}`])),
          }),
        });
      }
    }
    if (props.api) {
      new logs.MetricFilter(this, 'ApiThrottled', {
        logGroup: props.api,
        metricNamespace: props.namespace,
        metricName: 'ApiThrottled',
        filterPattern: apiThrottled,
        metricValue: '1',
      });
    }
  }
}

/** CloudWatch reads the value of a field only when the pattern tests that field. */
function toFilterPattern({ event, where = {}, field }: AnyLogMetric): logs.IFilterPattern {
  const [first, ...others] = [
    stringValue('$.message', '=', event),
    ...Object.entries(where).map(([name, value]) => stringValue(`$.${name}`, '=', value)),
    ...(field === undefined ? [] : [logs.FilterPattern.numberValue(`$.${field}`, '>', 0)]),
  ];
  return others.length === 0 ? first : all(first, ...others);
}
