import { expect, it } from 'vitest';
import { toResourceLimits } from '../../../tools/emulator/lambda/function-worker.ts';

it.each([
  [undefined, { maxOldGenerationSizeMb: 256 }],
  ['--enable-source-maps', { maxOldGenerationSizeMb: 256 }],
  [
    '--max-semi-space-size=2 --enable-source-maps',
    { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 6 },
  ],
])('a thread of 256 MB with NODE_OPTIONS %s has %j', (nodeOptions, limits) => {
  expect(toResourceLimits(256, nodeOptions)).toEqual(limits);
});
