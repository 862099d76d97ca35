import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface LogMetricsProps {
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
  /** Log groups of the functions that answer callbacks. */
  readonly callbacks: readonly logs.ILogGroup[];
  readonly publisher: logs.ILogGroup;
  readonly mirror: logs.ILogGroup;
  /** The API's access log. Undefined when that endpoint is off. */
  readonly api: logs.ILogGroup | undefined;
}

/** One metric: which log lines it counts, and which of their fields it adds up. */
interface LogMetric {
  readonly name: string;
  /** The lines that count. */
  readonly lines: logs.JsonPattern;
  /** The number in the line that is added up, absent where it is 0. @default 1 a line */
  readonly field?: string;
  /** Fields of the line that become dimensions. */
  readonly dimensions?: readonly string[];
}

const { all, stringValue } = logs.FilterPattern;

/** Lines with this `message`. */
const saying = (message: string) => stringValue('$.message', '=', message);

const delivery = saying('delivery');

const byProvider = ['provider'];

/** What `receiveCallback` logs. */
const callbackMetrics: readonly LogMetric[] = [
  { name: 'Received', lines: delivery, field: 'received', dimensions: byProvider },
  // Of all providers together, to be held against what is published.
  { name: 'Stored', lines: delivery, field: 'stored' },
  { name: 'Duplicates', lines: delivery, field: 'duplicate', dimensions: byProvider },
  { name: 'Alternate', lines: delivery, field: 'alternate', dimensions: byProvider },
  { name: 'Conflicts', lines: delivery, field: 'conflict', dimensions: byProvider },
  { name: 'Quarantined', lines: delivery, field: 'quarantined', dimensions: byProvider },
  { name: 'Unmapped', lines: delivery, field: 'unmapped', dimensions: byProvider },
  { name: 'Refused', lines: saying('callback refused'), dimensions: ['provider', 'problem'] },
  { name: 'NotStored', lines: saying('callback not stored'), dimensions: byProvider },
];

/** What `publishRecords` logs. */
const publisherMetrics: readonly LogMetric[] = [
  { name: 'Published', lines: saying('published'), field: 'events' },
  { name: 'NotPublished', lines: saying('events not published'), field: 'events' },
  { name: 'Rejected', lines: saying('event rejected by the bus') },
  { name: 'Undecodable', lines: saying('record not decodable') },
];

/** What `mirrorMessage` logs, once for each attempt at a file. */
const mirrorMetrics: readonly LogMetric[] = [
  { name: 'MediaStored', lines: saying('media stored') },
  { name: 'MediaBytes', lines: saying('media stored'), field: 'sizeBytes' },
  { name: 'MediaFailed', lines: saying('media failed'), dimensions: ['reason'] },
  // For good, or for the last time: the line has what became of the event record that says so.
  {
    name: 'MediaNotStored',
    lines: all(saying('media failed'), stringValue('$.record', '=', 'stored')),
  },
];

/** What the API writes of each request. Strays may be throttled; that is what their limit is for. */
const apiMetrics: readonly LogMetric[] = [
  {
    name: 'ApiThrottled',
    lines: all(stringValue('$.status', '=', '429'), stringValue('$.routeKey', '!=', '$default')),
  },
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
      ...(props.api ? [{ logGroup: props.api, metrics: apiMetrics }] : []),
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
function toFilterPattern({ lines, field }: LogMetric): logs.IFilterPattern {
  return field === undefined
    ? lines
    : all(lines, logs.FilterPattern.numberValue(`$.${field}`, '>', 0));
}
