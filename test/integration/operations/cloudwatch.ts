import { z } from 'zod';
import { type Datum, evaluate } from '../../infra/metric-math.ts';

const reference = z.object({ Ref: z.string() });

const metricFilter = z.object({
  LogGroupName: reference,
  FilterPattern: z.string(),
  MetricTransformations: z.tuple([
    z.object({
      MetricName: z.string(),
      MetricValue: z.string(),
      Dimensions: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
    }),
  ]),
});

const metric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
});

const alarm = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  Threshold: z.number(),
  TreatMissingData: z.string(),
  ...metric.partial().shape,
  Metrics: z
    .array(
      z.object({
        Id: z.string(),
        Expression: z.string().optional(),
        MetricStat: z.object({ Metric: metric }).optional(),
      }),
    )
    .default([]),
});

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.unknown().optional() }),
  ),
});

const functionProperties = z.object({ LoggingConfig: z.object({ LogGroup: reference }) });

type Line = Readonly<Record<string, unknown>>;
type Metric = z.infer<typeof metric>;

/** Metrics that only AWS measures, by name: `IteratorAge` … */
export type MeasuredByAws = Readonly<Record<string, number>>;

/**
 * CloudWatch for one period: the template's metric filters count the lines that the functions write,
 * and its alarms are evaluated with these counts. The number of periods that an alarm waits for is
 * left out.
 */
export function createCloudWatch(document: unknown) {
  const resources = Object.entries(template.parse(document).Resources);
  const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
  const logGroups = new Map(
    ofType('AWS::Lambda::Function').map(([id, { Properties }]) => [
      id,
      functionProperties.parse(Properties).LoggingConfig.LogGroup.Ref,
    ]),
  );
  const filters = ofType('AWS::Logs::MetricFilter').map(([, { Properties }]) =>
    metricFilter.parse(Properties),
  );
  const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
    alarm.parse(Properties),
  );
  const sums = new Map<string, number>();
  const lines: Line[] = [];
  const raised = new Set<string>();

  function readMetric({ Namespace, MetricName, Dimensions }: Metric, aws: MeasuredByAws): Datum {
    if (Namespace.startsWith('AWS/')) return aws[MetricName];
    const dimensions = Dimensions.map(({ Name, Value }) => [Name, String(Value)] as const);
    return sums.get(metricKey(MetricName, dimensions));
  }

  function datumOf({ Metrics, ...simple }: z.infer<typeof alarm>, measured: MeasuredByAws): Datum {
    const expression = Metrics.find(({ Expression }) => Expression !== undefined)?.Expression;
    if (expression === undefined) return readMetric(metric.parse(simple), measured);
    const data = Metrics.flatMap(({ Id, MetricStat }) =>
      MetricStat ? [[Id, readMetric(MetricStat.Metric, measured)] as const] : [],
    );
    return evaluate(expression, Object.fromEntries(data));
  }

  function findLine(fields: Line): Line | undefined {
    return lines.find((line) =>
      Object.entries(fields).every(([name, value]) => line[name] === value),
    );
  }

  return {
    /** Names of all alarms, without the stack's. */
    alarmNames: alarms.map(({ AlarmName }) => AlarmName.replace(/^tributary-prod-/, '')),

    /** Entries of the runbook that alarms link. */
    sections: new Set(alarms.map((each) => each.AlarmDescription.replace(/^.*#/, ''))),

    /** Names of those that were raised in any period. */
    raised: raised as ReadonlySet<string>,

    /** Begins a new period, in which nothing has happened. */
    startPeriod(): void {
      sums.clear();
      lines.length = 0;
    },

    /** Takes a line that a function wrote. */
    takeLine(functionId: string, text: string): void {
      const line = parseLine(text);
      if (line === undefined) return;
      lines.push(line);
      for (const { LogGroupName, FilterPattern, MetricTransformations } of filters) {
        if (logGroups.get(functionId) !== LogGroupName.Ref || !isMatch(FilterPattern, line)) {
          continue;
        }
        const [{ MetricName, MetricValue, Dimensions }] = MetricTransformations;
        const dimensions = Dimensions.map(
          ({ Key, Value }) => [Key, String(fieldOf(Value, line))] as const,
        );
        const key = metricKey(MetricName, dimensions);
        const value = MetricValue.startsWith('$.') ? fieldOf(MetricValue, line) : MetricValue;
        sums.set(key, (sums.get(key) ?? 0) + Number(value));
      }
    },

    /** The first line of this period that has these fields. */
    findLine,

    /** Whether a line of this period has these fields. */
    hasLine: (fields: Line): boolean => findLine(fields) !== undefined,

    /** The sum of a provider's metric in this period; `undefined` without data. */
    ofProvider: (name: string, provider: string): Datum =>
      sums.get(metricKey(name, [['provider', provider]])),

    /** Whether this period is above an alarm's threshold. */
    isRaised(name: string, measured: MeasuredByAws = {}): boolean {
      const found = alarms.find(({ AlarmName }) => AlarmName === `tributary-prod-${name}`);
      if (found === undefined) throw new Error(`the stack has no alarm ${name}`);
      const datum = datumOf(found, measured);
      const isAbove =
        datum === undefined ? found.TreatMissingData === 'breaching' : datum > found.Threshold;
      if (isAbove) raised.add(name);
      return isAbove;
    },
  };
}

export type CloudWatch = ReturnType<typeof createCloudWatch>;

function metricKey(name: string, dimensions: readonly (readonly [string, string])[]): string {
  return [name, ...dimensions.map((dimension) => dimension.join('=')).sort()].join(' ');
}

/** Matches the template's filter patterns, such as `{ ($.message = "callback") && ($.stored > 0) }`. */
function isMatch(pattern: string, line: Line): boolean {
  const comparison = /\$\.(\w+) (=|>) (?:"([^"]*)"|(\d+))/g;
  if (pattern.replace(comparison, '').replace(/[{}()&\s]/g, '') !== '') {
    throw new Error(`the filter pattern ${pattern} has a form that this test does not know`);
  }
  return [...pattern.matchAll(comparison)].every(([, field = '', operator, text, number]) =>
    operator === '=' ? line[field] === text : Number(line[field]) > Number(number),
  );
}

function fieldOf(selector: string, line: Line): unknown {
  return line[selector.replace('$.', '')];
}

function parseLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
