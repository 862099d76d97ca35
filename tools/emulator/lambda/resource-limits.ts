import type { ResourceLimits } from 'node:worker_threads';

/** V8's young generation is two halves that objects are copied between, and a third for new large ones. */
const semiSpacesOfYoungGeneration = 3;

/**
 * The memory of a function's thread. `NODE_OPTIONS` says nothing to a thread, so the option that
 * changes how much memory a function needs, `--max-semi-space-size` (MB), becomes a limit.
 */
export function toResourceLimits(memorySizeMb: number, nodeOptions = ''): ResourceLimits {
  const semiSpaceMb = /--max-semi-space-size=(\d+)/.exec(nodeOptions)?.[1];
  return {
    maxOldGenerationSizeMb: memorySizeMb,
    ...(semiSpaceMb !== undefined && {
      maxYoungGenerationSizeMb: Number(semiSpaceMb) * semiSpacesOfYoungGeneration,
    }),
  };
}
