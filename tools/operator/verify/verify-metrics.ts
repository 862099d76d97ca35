import type { AlarmMetrics, MetricData, MetricName } from '../aws/cloudwatch-metric-data.ts';
import type { Verdict } from './result.ts';
import type { Run } from './test-account.ts';

/** What a run has caused, so that metrics must have counted it. */
export interface CausedMetrics {
  /** Providers whose callbacks were accepted. */
  readonly providers: readonly string[];
  /** Namespace of the metrics that CloudWatch counts from log lines. */
  readonly namespace: string;
  readonly publisher: string;
  readonly isFileMirrored: boolean;
}

/** Of each provider, or of all together: the alarms of a small gateway add them up. */
const ofCallbacks = ['Accepted', 'Received', 'Quarantined', 'Refused'];

/** The metrics behind the alarms that must have data after a run, each once. */
export function toCausedMetrics(
  alarms: readonly AlarmMetrics[],
  { providers, namespace, publisher, isFileMirrored }: CausedMetrics,
): readonly MetricName[] {
  const isCaused = (metric: MetricName): boolean => {
    const { name, dimensions } = metric;
    if (metric.namespace === 'AWS/Lambda') {
      return name === 'IteratorAge' && dimensions.FunctionName === publisher;
    }
    if (metric.namespace !== namespace) return false;
    if (ofCallbacks.includes(name)) {
      const { provider } = dimensions;
      const isAccepted = provider === undefined || providers.includes(provider);
      return isAccepted && (name !== 'Refused' || dimensions.problem === 'unauthorized');
    }
    return name === 'Stored' || name === 'Published' || (name === 'MediaStored' && isFileMirrored);
  };
  const caused = alarms.flatMap(({ metrics }) => metrics).filter(isCaused);
  return [...new Map(caused.map((metric) => [describe(metric), metric])).values()];
}

/** What a check of metrics uses. */
export interface MetricPorts {
  readonly data: MetricData;
  readonly run: Run;
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly waitMs: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** CloudWatch counts log lines within a minute or two. */
const pollMs = 15_000;

/** Waits until each metric has data since the beginning of the run. */
export async function haveData(
  metrics: readonly MetricName[],
  { data, run, timeoutMs, now, waitMs, signal }: MetricPorts,
): Promise<Verdict> {
  if (metrics.length === 0) {
    return { state: 'not checked', text: 'no alarm has a metric of what this run has done' };
  }
  const queries = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const endsAtMs = now().getTime() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const values = await data.read(queries, { from: minuteBefore(run.startedAt), to: now() });
    const empty = metrics.filter((_, index) => !values[`m${index}`]?.length);
    const tookMs = now().getTime() - run.startedAt.getTime();
    if (empty.length === 0) {
      return { state: 'ok', tookMs, text: `${metrics.length} metrics of the alarms have data` };
    }
    if (now().getTime() >= endsAtMs) {
      return {
        state: 'failed',
        tookMs,
        text: `no data: ${empty.map(describe).join(', ')}`,
        remedy: 'docs/verify.md#metrics-without-data',
      };
    }
    await waitMs(pollMs);
  }
}

/** The alarms whose arithmetic needs `FILL`. */
function countFilled(alarms: readonly AlarmMetrics[]): number {
  return alarms.filter(({ expression }) => expression?.includes('FILL(')).length;
}

/**
 * Whether CloudWatch fills a metric that never had a value, which its documentation does not say: alarms
 * such as `publisher-stopped` would otherwise stay silent in a gateway whose publisher never ran.
 *
 * @param seen a metric with data
 */
export async function areEmptyMetricsFilled(
  seen: MetricName,
  alarms: readonly AlarmMetrics[],
  { data, run, now }: MetricPorts,
): Promise<Verdict> {
  const never = { ...seen, name: 'NeverCounted', dimensions: {} };
  const values = await data.read(
    {
      seen,
      never,
      sum: { expression: 'FILL(seen, 0) + FILL(never, 0)' },
      stopped: { expression: 'IF(seen > 0 AND FILL(never, 0) == 0, 1, 0)' },
      grown: { expression: 'DIFF(FILL(never, 0))' },
    },
    { from: minuteBefore(run.startedAt), to: now() },
  );
  const alone = values.grown?.length ? 'has values' : 'has no values';
  const besides = `${countFilled(alarms)} alarms use FILL; alone, DIFF(FILL()) of such a metric ${alone}`;
  if (values.stopped?.includes(1) && values.sum?.length) {
    return { state: 'ok', text: `FILL gives 0 for a metric that never had a value (${besides})` };
  }
  return {
    state: 'failed',
    text: `FILL gives nothing for a metric that never had a value (${besides})`,
    remedy: 'docs/verify.md#fill',
  };
}

function minuteBefore(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000 - 1) * 60_000);
}

function describe({ namespace, name, dimensions }: MetricName): string {
  const of = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return `${namespace} ${name}${of.length > 0 ? ` (${of.join(', ')})` : ''}`;
}
