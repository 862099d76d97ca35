/** How requests at the same time are spread over invocations. */
export interface Spread {
  /** Events of one invocation, which posts them side by side. */
  readonly batchSize: number;
  /** Invocations at the same time. */
  readonly maxConcurrency: number;
}

/** Lambda limits the invocations for a queue to 2 to 1,000 (Lambda guide, "Maximum concurrency", read 2026-11-28). */
export const concurrencyLimits = { least: 2, most: 1_000 } as const;

const largestBatch = 10;

/**
 * The largest batches with which exactly this number of requests may be open at the same time: fewer invocations
 * cost less.
 */
export function toSpread(concurrency: number): Spread {
  const mostInBatch = Math.min(largestBatch, concurrency / concurrencyLimits.least);
  for (let batchSize = Math.floor(mostInBatch); batchSize > 1; batchSize -= 1) {
    if (concurrency % batchSize === 0)
      return { batchSize, maxConcurrency: concurrency / batchSize };
  }
  return { batchSize: 1, maxConcurrency: concurrency };
}
