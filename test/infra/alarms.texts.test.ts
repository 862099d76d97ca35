import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCommand, readCommandLine } from '../../tools/operator/command-line.ts';
import { commands } from '../../tools/operator/commands.ts';
import { alarmsOf, configured, template } from './alarms.ts';
import { runbookUrl } from './synthesize.ts';

const runbook = readFileSync(
  fileURLToPath(new URL('../../docs/operations.md', import.meta.url)),
  'utf8',
);

/** Entries of the runbook by their anchor. */
const entries = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((entry) => {
      const [heading = '', ...lines] = entry.split('\n');
      return [heading.toLowerCase().replaceAll(' ', '-'), lines.join('\n').split(/^## /m)[0] ?? ''];
    }),
);

describe.each(alarmsOf(configured).map((alarm) => [alarm.AlarmName, alarm] as const))(
  'the text of %s',
  (_, { AlarmDescription }) => {
    const [, command = '', url, anchor = ''] =
      /Run first: `npm run -s tributary -- (.*)`\. Runbook: (.*)#([\w-]+)$/.exec(
        AlarmDescription,
      ) ?? [];
    const entry = entries.get(anchor) ?? '';

    it('ends in a link to its entry of the runbook', () => {
      expect(url).toBe(runbookUrl);
      expect([...entries.keys()]).toContain(anchor);
    });

    it('gives a first command that can be pasted and that its entry begins with', () => {
      expect(command).toMatch(/ --stack tributary-test$/);
      const words = command.replace('<date>', '2026-11-21').split(' ');
      const found = findCommand(words, commands);
      expect(found).toBeDefined();
      if (found) expect(() => readCommandLine(found, words)).not.toThrow();
      const [, first = ''] = /^npm run -s tributary -- (.*)$/m.exec(entry) ?? [];
      expect(findCommand(first.split(' '), commands)).toBe(found);
    });

    it('has an entry that says what it means, what to do and when it clears', () => {
      const labels = [...entry.matchAll(/^\*\*(.+?)\.\*\*/gm)].map(([, label]) => label);
      expect(labels).toEqual(['Meaning', 'Run first', 'Look for', 'Clears']);
    });
  },
);

/** Metrics that add up a field of a callback's line: its items, not the callback. */
const itemMetrics = new Set(
  Object.values(template.findResources('AWS::Logs::MetricFilter')).flatMap(({ Properties }) => {
    const [{ MetricName, MetricValue }] = Properties.MetricTransformations;
    return Properties.FilterPattern.includes('"callback"') && MetricValue !== '1'
      ? [MetricName]
      : [];
  }),
);

it('the text of an alarm says “items” if its metrics count items, and “callbacks” if they count callbacks', () => {
  const ofProvider = alarmsOf(configured).filter(({ AlarmName }) => AlarmName.includes('-acme-'));
  const counts = ofProvider.map(({ AlarmName, AlarmDescription, MetricName, Metrics = [] }) => {
    const [happened = ''] = AlarmDescription.split('. ');
    const names = [MetricName, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric.MetricName)];
    const known = names.filter((name) => name !== undefined);
    const countsItems = itemMetrics.has(known[0]);
    expect(new Set(known.map((name) => itemMetrics.has(name))), AlarmName).toHaveLength(1);
    expect(/\bitems?\b/.test(happened), AlarmName).toBe(countsItems);
    expect(/\bcallbacks?\b/.test(happened), AlarmName).toBe(!countsItems);
    return countsItems;
  });
  expect(new Set(counts).size).toBe(2);
});

it('without a runbook URL the text names the file in the repository', () => {
  for (const { AlarmDescription } of alarmsOf(template)) {
    expect(AlarmDescription).toMatch(
      /Runbook, in the repository of the gateway: docs\/operations\.md#[\w-]+$/,
    );
  }
});
