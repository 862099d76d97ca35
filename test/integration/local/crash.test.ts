import { expect, it } from 'vitest';
import { isBalanced, runCrash } from '../../simulation/local/crash-run.ts';

/** A short one; `npm run simulate -- --local` sends 100,000 callbacks. */
it('what was acknowledged is in the table once and on the bus, although the gateway was killed', async () => {
  const report = await runCrash({
    seed: 1,
    callbacks: 1_500,
    duplicates: 0.2,
    connections: 16,
    kills: 2,
  });
  expect(isBalanced(report), JSON.stringify(report)).toBe(true);
  expect(report.kills).toBe(2);
  expect(Object.keys(report.answers).sort()).toEqual(expect.arrayContaining(['0', '200']));
}, 300_000);
