import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface LogMetricsProps {
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
  /** Log groups of the functions that answer callbacks. */
  readonly callbacks: readonly logs.ILogGroup[];
  readonly publisher: logs.ILogGroup;
  readonly mirror: logs.ILogGroup;
}

/** One metric: which log lines it counts, and which of their fields it adds up. */
interface LogMetric {
  readonly name: string;
  /** The line's `message`. */
  readonly message: string;
  /** The number in the line that is added up, absent where it is 0. @default 1 a line */
  readonly field?: string;
  /** Fields of the line that become dimensions. */
  readonly dimensions?: readonly string[];
}

const byProvider = ['provider'];

/** What `receiveCallback` logs. */
const callbackMetrics: readonly LogMetric[] = [
  { name: 'Received', message: 'delivery', field: 'received', dimensions: byProvider },
  // Of all providers together, to be held against what is published.
  { name: 'Stored', message: 'delivery', field: 'stored' },
  { name: 'Duplicates', message: 'delivery', field: 'duplicate', dimensions: byProvider },
  { name: 'Retold', message: 'delivery', field: 'retold', dimensions: byProvider },
  { name: 'Conflicts', message: 'delivery', field: 'conflict', dimensions: byProvider },
  { name: 'Quarantined', message: 'delivery', field: 'quarantined', dimensions: byProvider },
  { name: 'Kept', message: 'delivery', field: 'kept', dimensions: byProvider },
  { name: 'Refused', message: 'callback refused', dimensions: ['provider', 'problem'] },
  { name: 'NotStored', message: 'callback not stored', dimensions: byProvider },
];

/** What `publishRecords` logs. */
const publisherMetrics: readonly LogMetric[] = [
  { name: 'Published', message: 'published', field: 'events' },
  { name: 'NotPublished', message: 'events not published', field: 'events' },
  { name: 'Rejected', message: 'event rejected by the bus' },
  { name: 'Undecodable', message: 'record not decodable' },
];

/** What `mirrorMessage` logs, once for each attempt at a file. */
const mirrorMetrics: readonly LogMetric[] = [
  { name: 'MediaStored', message: 'media stored' },
  { name: 'MediaBytes', message: 'media stored', field: 'sizeBytes' },
  { name: 'MediaFailed', message: 'media failed', dimensions: ['reason'] },
];

/**
 * Metrics that CloudWatch counts out of log lines that are written anyway: they cost the functions
 * nothing, neither a call nor a library.
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
        new logs.MetricFilter(this, `${metric.name}${index}`, {
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
  }
}

/** CloudWatch takes the value of a field only when the pattern has looked for the field. */
function toFilterPattern({ message, field }: LogMetric): logs.IFilterPattern {
  const isLine = logs.FilterPattern.stringValue('$.message', '=', message);
  return field === undefined
    ? isLine
    : logs.FilterPattern.all(isLine, logs.FilterPattern.numberValue(`$.${field}`, '>', 0));
}
