import { describe, expect, it } from 'vitest';
import { faultKinds } from '../simulation/faults.ts';
import { type Mutant, mutants } from '../simulation/mutants.ts';
import { toReport } from '../simulation/report.ts';
import { type RunResult, simulate } from '../simulation/simulate.ts';

/** Enough for `npm test`; `npm run simulate -- --seeds 10000` looks further. */
const seeds = Array.from({ length: 300 }, (_, seed) => seed);

describe('the gateway under every fault that AWS can make', () => {
  it('loses nothing that it acknowledged', async () => {
    const results: RunResult[] = [];
    for (const seed of seeds) results.push(await simulate(seed));
    const report = toReport(results);
    expect(report.failingSeeds).toEqual([]);
    expect(faultKinds.filter((kind) => report.faults[kind] === 0)).toEqual([]);
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

describe('the simulation', () => {
  it.each(mutants)('finds a gateway that $name', async ({ code }) => {
    expect(await firstViolation(code)).toBeDefined();
  });
});

async function firstViolation(code: Mutant['code']) {
  for (const seed of seeds) {
    const { violations } = await simulate(seed, { code });
    if (violations[0]) return violations[0];
  }
  return undefined;
}
