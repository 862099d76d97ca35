import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withReliabilityTables } from '../../../tools/dev/docs/reliability-tables.ts';
import { readFigures } from '../../simulation/figures.ts';

const page = readFileSync('docs/reliability.md', 'utf8');
const figures = readFigures();
const { simulation } = figures;

describe('the figures of the page on reliability', () => {
  it('lists each rule with its recorded count', () => {
    const rows = withReliabilityTables(page, figures);
    for (const [rule, count] of Object.entries(simulation.checks)) {
      expect(rows).toContain(`| ${rule} | ${count.toLocaleString('en-US')} |`);
    }
  });

  it.each([
    ['a rule that was added since', 'checks', 'refused: not published', undefined],
    ['a rule that had nothing to check', 'checks', 'truncated: stored', 0],
    ['a limit that was never reached', 'marks', 'deadline of a callback', 0],
    ['an event type that never occurred', 'types', 'payment.updated', undefined],
    ['a fault that was never injected', 'faults', 'clock set back', undefined],
  ] as const)('are refused without the count of %s', (_, group, name, count) => {
    const counts = { ...simulation[group], [name]: count };
    const changed = { ...figures, simulation: { ...simulation, [group]: counts } };
    expect(() => withReliabilityTables(page, changed)).toThrow(name);
  });

  it('are refused when the recorded run violates a rule', () => {
    const failed = {
      violations: 1,
      failingSeeds: [{ seed: 3, rule: 'responses: documented' }],
    } as const;
    const changed = { ...figures, simulation: { ...simulation, ...failed } };
    expect(() => withReliabilityTables(page, changed)).toThrow('responses: documented');
  });
});
