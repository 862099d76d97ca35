import { expect, inject, it } from 'vitest';
import { isBalanced } from '../../simulation/emulator/crash-report.ts';
import { runCrash } from '../../simulation/emulator/crash-run.ts';

/** A short run; `npm run simulate -- --local` sends 100,000 callbacks. */
it('every acknowledged callback is in the table once, on the bus and in the buckets after any kill', async () => {
  const report = await runCrash({
    seed: 3,
    callbacks: 400,
    duplicates: 0.2,
    connections: 16,
    kills: 4,
    assemblyDirectory: inject('assemblyDirectory'),
  });
  expect(isBalanced(report), JSON.stringify(report)).toBe(true);
  expect(report.kills).toEqual({ gateway: 2, dynoxide: 1, fauxqs: 1 });
  expect(report.balance.mediaStored).toBeGreaterThan(0);
  expect(report.payloads).toBeGreaterThan(0);
  expect(Object.keys(report.responses)).toEqual(expect.arrayContaining(['0', '200']));
});
