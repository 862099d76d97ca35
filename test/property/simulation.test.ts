import { describe, expect, it } from 'vitest';
import { type Rule, rules } from '../simulation/invariants/rules.ts';
import type { Mutant } from '../simulation/mutants/mutant.ts';
import { mutants } from '../simulation/mutants.ts';
import { missingIn, toReport } from '../simulation/report.ts';
import { type RunResult, simulate } from '../simulation/simulate.ts';

/** Enough for `npm test`; `npm run simulate -- --seeds 10000` looks further. */
const seeds = Array.from({ length: 300 }, (_, seed) => seed);

/**
 * They have found the mutants that need a rare event. Each is tried first, then all the others: another
 * change of the draws makes the search longer, and not the result another.
 */
const rareSeeds = [0, 1, 2, 3, 15, 187, 186, 73, 66, 58, 53, 49, 31, 30, 26, 18, 11, 10, 8];

/** For a machine that is busy with other work. */
const testTimeoutMs = 900_000;

describe('the gateway under every fault that AWS can make', { timeout: testTimeoutMs }, () => {
  it('loses nothing that it acknowledged, at every limit and with every kind of event', async () => {
    const results: RunResult[] = [];
    for (const seed of seeds) results.push(await simulate(seed));
    const report = toReport(results);
    expect(report.failingSeeds).toEqual([]);
    expect(missingIn(report)).toEqual([]);
  });

  it('does the same again for the same seed', async () => {
    const traceOf = async (seed: number) => {
      const lines: string[] = [];
      await simulate(seed, { onTrace: (line) => void lines.push(line) });
      return lines;
    };
    for (const seed of [1, 2, 3]) expect(await traceOf(seed)).toEqual(await traceOf(seed));
  });
});

describe('the simulation', { timeout: testTimeoutMs }, () => {
  it('has a mutant for each rule', () => {
    const broken = new Set<Rule>(mutants.map(({ rule }) => rule));
    expect(rules.filter((rule) => !broken.has(rule))).toEqual([]);
  });

  it.each(mutants)('finds, by the rule that it breaks, a gateway that $name', async (mutant) => {
    expect(await findSeed(mutant)).toBeDefined();
  });
});

/** A seed in which the mutant breaks its rule. */
async function findSeed({ rule, code }: Mutant): Promise<number | undefined> {
  for (const seed of new Set([...rareSeeds, ...seeds])) {
    const { violations } = await simulate(seed, { code });
    if (violations.some((violation) => violation.rule === rule)) return seed;
  }
  return undefined;
}
