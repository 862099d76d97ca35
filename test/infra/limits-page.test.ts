import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectDirectory } from '../../tools/project-directory.ts';
import { alarmsOf } from './alarms.ts';
import { providers, synthesize } from './synthesize.ts';

const page = readFileSync(join(projectDirectory, 'docs/limits.md'), 'utf8');

/** The cells of a row of the table of presets: `small`, `full` and `none`. */
function cellsOf(row: string): readonly string[] {
  const [, table = ''] = /<!-- cost-presets -->([\s\S]*?)<!-- \/cost-presets -->/.exec(page) ?? [];
  const line = table.split('\n').find((each) => each.startsWith(`| ${row} |`)) ?? '';
  return line
    .split('|')
    .map((cell) => cell.trim())
    .slice(2, 5);
}

const presets = ['small', 'full', 'none'] as const;

it.each(presets)(
  'the page has the alarms, the metrics and the price of the preset %s',
  (preset) => {
    const column = presets.indexOf(preset);
    const template = synthesize({ alarms: { preset }, providers });
    const alarms = alarmsOf(template);
    expect(cellsOf('alarms')[column]).toBe(String(alarms.length));

    // As CloudWatch counts: each metric that an alarm reads.
    const read = alarms.flatMap(({ Metrics }) =>
      Metrics ? Metrics.filter(({ MetricStat }) => MetricStat) : [undefined],
    ).length;
    const [ofAlarms = ''] = cellsOf('metrics that they evaluate').slice(column);
    expect(ofAlarms).toBe(`${read} × 0.10 = ${(read / 10).toFixed(2)}`);

    const secrets = Object.keys(template.findResources('AWS::SecretsManager::Secret')).length;
    expect(cellsOf('secrets')[column]).toBe(`${secrets} × 0.40 = ${(secrets * 0.4).toFixed(2)}`);

    const sum = [
      'metrics that they evaluate',
      'metrics from log lines',
      'dashboard',
      'secrets',
      'queues that Lambda polls',
    ]
      .map((row) => Number(cellsOf(row)[column]?.split('= ')[1]))
      .reduce((total, each) => total + each, 0);
    expect(Number(cellsOf('**total**')[column])).toBeCloseTo(sum, 1);
  },
);

it('a small gateway costs less than 5 USD without traffic, and a further provider less than 1', () => {
  expect(Number(cellsOf('**total**')[0])).toBeLessThan(5);
  expect(Number(cellsOf('each further provider')[0])).toBeLessThan(1);
});
