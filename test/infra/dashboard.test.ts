import { expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

const template = synthesize({ alarms: { preset: 'full' } });

/** The metrics that the stack takes from log lines: `<name> <its dimensions>`. */
const counted = new Set(
  Object.values(template.findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => {
    const [{ MetricName, Dimensions = [] }] = Properties.MetricTransformations;
    const names = Dimensions.map(({ Key }: { readonly Key: string }) => Key);
    return [MetricName, ...names].join(' ');
  }),
);

/** The dashboard as the console reads it, with `reference` for each reference. */
function dashboardBody() {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const body = dashboard?.Properties.DashboardBody['Fn::Join'][1]
    .map((part: unknown) => (typeof part === 'string' ? part : 'reference'))
    .join('');
  return JSON.parse(body);
}

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly width: number;
  readonly properties: { readonly title: string; readonly metrics?: readonly unknown[][] };
}

const widgets: readonly Widget[] = dashboardBody().widgets;

it('every graph has a title and at least one metric', () => {
  const graphs = widgets.filter(({ type }) => type === 'metric');
  expect(graphs).toHaveLength(24);
  for (const { properties } of graphs) {
    expect(properties.title).not.toBe('');
    expect(properties.metrics?.length, properties.title).toBeGreaterThan(0);
  }
});

it('alarms and graphs use only metrics that the stack counts, with their dimensions', () => {
  const ofAlarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).flatMap(
    ({ Properties }) =>
      [Properties, ...(Properties.Metrics ?? []).map(toMetric)].map(
        ({ Namespace, MetricName, Dimensions = [] }) =>
          Namespace === 'Tributary/prod'
            ? [MetricName, ...Dimensions.map(({ Name }: { Name: string }) => Name).sort()].join(' ')
            : undefined,
      ),
  );
  const ofGraphs = widgets.flatMap(({ properties }) =>
    (properties.metrics ?? []).map(([namespace, name, ...rest]) => {
      if (namespace !== 'Tributary/prod') return undefined;
      const dimensions = rest.filter((each, index) => typeof each === 'string' && index % 2 === 0);
      return [name, ...dimensions.sort()].join(' ');
    }),
  );
  const shown = [...ofAlarms, ...ofGraphs].filter((each) => each !== undefined);
  expect(new Set(shown).size).toBeGreaterThan(12);
  const sorted = new Set(
    [...counted].map((each) => {
      const [name, ...dimensions] = each.split(' ');
      return [name, ...dimensions.sort()].join(' ');
    }),
  );
  expect([...new Set(shown)].filter((each) => !sorted.has(each))).toEqual([]);
});

function toMetric({ MetricStat }: { readonly MetricStat?: { readonly Metric: object } }) {
  return (MetricStat?.Metric ?? {}) as Record<string, never>;
}

it('searches name metrics that the stack counts', () => {
  const searches = JSON.stringify(widgets).matchAll(
    /SEARCH\('\{\\+"Tributary\/prod\\+",([\w,]+)\} MetricName=\\+"(\w+)\\+"/g,
  );
  const searched = [...searches].map(([, dimensions = '', name]) =>
    [name, ...dimensions.split(',')].join(' '),
  );
  expect(searched).toHaveLength(2);
  expect(searched.filter((each) => !counted.has(each))).toEqual([]);
});

it('the dashboard shows the bytes of every log group, including the API’s', () => {
  const bytes = widgets.find(({ properties }) => properties.title === 'Logs: bytes');
  const logGroups = Object.keys(template.findResources('AWS::Logs::LogGroup'));
  expect(bytes?.properties.metrics).toHaveLength(logGroups.length);
});

it('the dashboard shows the API’s responses by its id and stage', () => {
  const ofApi = widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .filter(([namespace]) => namespace === 'AWS/ApiGateway');
  expect(ofApi.map((metric) => metric.slice(1, 6).join(' '))).toEqual([
    'Count ApiId reference Stage $default',
    '4xx ApiId reference Stage $default',
    '5xx ApiId reference Stage $default',
  ]);
});
