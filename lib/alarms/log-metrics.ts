import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ProblemName } from '../../functions/callback/responses.ts';
import type { LogEvent, LogField } from '../../shared/runtime/log-events.ts';
import type { StoreOutcome } from '../../shared/table/event-store.ts';

/** Properties of {@link LogMetrics}. */
export interface LogMetricsProps {
  /** CloudWatch namespace of the metrics. */
  readonly namespace: string;
  /** Log group of the functions that respond to callbacks; each line names its provider. */
  readonly callbacks: logs.ILogGroup;
  readonly publisher: logs.ILogGroup;
  readonly mirror: logs.ILogGroup;
  /** The API's access log. Undefined when that endpoint is off. */
  readonly api: logs.ILogGroup | undefined;
  /** The metrics that alarms or graphs use, as `logMetricKey` names them. CloudWatch charges for each. */
  readonly used: ReadonlySet<string>;
}

/** A metric and the names of its dimensions, in any order. */
export function logMetricKey(name: string, dimensions: readonly string[]): string {
  return [name, ...[...dimensions].sort()].join(' ');
}

/** What fields hold that have only some values. */
interface FieldValues {
  readonly problem: ProblemName;
  readonly record: StoreOutcome;
}

/** One source of a metric: the log lines that it counts, or the field of them that it adds up. */
interface LogMetric<Event extends LogEvent = LogEvent> {
  readonly name: string;
  readonly event: Event;
  /** Counts only lines with these values. @default every line of the event */
  readonly where?: {
    readonly [Field in LogField<Event>]?: Field extends keyof FieldValues
      ? FieldValues[Field]
      : string;
  };
  /** The number in the line that is added up; a line omits it where it is 0. @default 1 a line */
  readonly field?: LogField<Event>;
  /** Fields of the line that become dimensions. */
  readonly dimensions?: readonly LogField<Event>[];
}

/** A metric of any event, whose fields are those of that event. */
type AnyLogMetric = { [Event in LogEvent]: LogMetric<Event> }[LogEvent];

const { all, stringValue } = logs.FilterPattern;

const byProvider = ['provider'] as const;

/**
 * What `receiveCallback` logs. `Accepted`, `Refused` and `NotStored` count callbacks. All others count
 * items: one callback of Meta may hold 1,000.
 */
const callbackMetrics = [
  { name: 'Accepted', event: 'callback', dimensions: byProvider },
  { name: 'Received', event: 'callback', field: 'received', dimensions: byProvider },
  // Of all providers together, to compare with what is published.
  { name: 'Stored', event: 'callback', field: 'stored' },
  { name: 'Duplicates', event: 'callback', field: 'duplicate', dimensions: byProvider },
  { name: 'Alternates', event: 'callback', field: 'alternate', dimensions: byProvider },
  { name: 'Conflicts', event: 'callback', field: 'conflict', dimensions: byProvider },
  { name: 'Quarantined', event: 'callback', field: 'quarantined', dimensions: byProvider },
  { name: 'Undecodable', event: 'callback', field: 'undecodable', dimensions: byProvider },
  // Authentic, and not stored.
  {
    name: 'Undecodable',
    event: 'callback refused',
    where: { problem: 'tooLarge' },
    dimensions: byProvider,
  },
  { name: 'Unmapped', event: 'callback', field: 'unmapped', dimensions: byProvider },
  { name: 'Refused', event: 'callback refused', dimensions: ['provider', 'problem'] },
  { name: 'NotStored', event: 'callback not stored', dimensions: byProvider },
] as const satisfies readonly AnyLogMetric[];

/** What `publishRecords` logs. */
const publisherMetrics = [
  { name: 'Published', event: 'batch published', field: 'events' },
  { name: 'NotPublished', event: 'events not published', field: 'events' },
  { name: 'DeadLetters', event: 'event rejected' },
  { name: 'DeadLetters', event: 'record undecodable' },
] as const satisfies readonly AnyLogMetric[];

/** What `mirrorMessage` logs, once for each attempt at a file. */
const mirrorMetrics = [
  { name: 'MediaStored', event: 'media stored' },
  { name: 'MediaBytes', event: 'media stored', field: 'sizeBytes' },
  { name: 'MediaAttemptsFailed', event: 'media failed', dimensions: ['reason'] },
  // The last attempt at a file: its line also has the outcome of storing `media.failed`.
  { name: 'MediaFailed', event: 'media failed', where: { record: 'stored' } },
] as const satisfies readonly AnyLogMetric[];

const apiMetric = 'ApiThrottled';

/** The name of a metric that the stack takes from log lines. */
export type LogMetricName =
  | (typeof callbackMetrics | typeof publisherMetrics | typeof mirrorMetrics)[number]['name']
  | typeof apiMetric;

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
    const groups: readonly {
      readonly logGroup: logs.ILogGroup;
      readonly metrics: readonly AnyLogMetric[];
    }[] = [
      { logGroup: props.callbacks, metrics: callbackMetrics },
      { logGroup: props.publisher, metrics: publisherMetrics },
      { logGroup: props.mirror, metrics: mirrorMetrics },
    ];
    const filters = groups.flatMap(({ logGroup, metrics }) =>
      metrics.flatMap((metric: AnyLogMetric) =>
        countedDimensions(metric, props.used).map(
          (dimensions) =>
            new logs.MetricFilter(this, [metric.name, metric.event, ...dimensions].join('-'), {
              logGroup,
              metricNamespace: props.namespace,
              metricName: metric.name,
              filterPattern: toFilterPattern(metric),
              metricValue: metric.field === undefined ? '1' : `$.${metric.field}`,
              ...(dimensions.length > 0 && {
                dimensions: Object.fromEntries(dimensions.map((name) => [name, `$.${name}`])),
              }),
            }),
        ),
      ),
    );
    if (props.api && props.used.has(logMetricKey(apiMetric, []))) {
      filters.push(
        new logs.MetricFilter(this, apiMetric, {
          logGroup: props.api,
          metricNamespace: props.namespace,
          metricName: apiMetric,
          filterPattern: apiThrottled,
          metricValue: '1',
        }),
      );
    }
    createFewAtOnce(filters);
  }
}

/**
 * The sets of dimensions with which a metric is counted: its own, those without the provider for all providers
 * together, or both.
 */
function countedDimensions(
  { name, dimensions: own = [] }: AnyLogMetric,
  used: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const ofAll = own.filter((dimension) => dimension !== 'provider');
  const sets = ofAll.length < own.length ? [own, ofAll] : [own];
  return sets.filter((dimensions) => used.has(logMetricKey(name, dimensions)));
}

/** How many metric filters CloudFormation creates at the same time. */
const filtersAtOnce = 3;

/**
 * Makes each filter wait for an earlier one. CloudFormation creates everything at once that nothing
 * holds back, CloudWatch Logs throttles the calls, and the deployment fails with "Rate exceeded"
 * (aws-cdk issue 34679 and pull request 38647, read 2026-11-28).
 */
function createFewAtOnce(filters: readonly logs.MetricFilter[]): void {
  for (const [index, filter] of filters.entries()) {
    const earlier = filters[index - filtersAtOnce];
    if (earlier) filter.node.addDependency(earlier);
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
