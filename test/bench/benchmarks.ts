import type { Benchmark } from './benchmark.ts';
import { coldStart } from './cold-start/benchmark.ts';
import { cost } from './cost/benchmark.ts';
import { cpu } from './cpu/benchmark.ts';
import { growth } from './growth/benchmark.ts';
import { largeCallbacks } from './large-callbacks/benchmark.ts';
import { acknowledge } from './latency/acknowledge.ts';
import { endToEnd } from './latency/end-to-end.ts';
import { mirror } from './mirror/benchmark.ts';
import { publisher } from './publisher/benchmark.ts';
import { start } from './start/benchmark.ts';

/** All benchmarks, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  coldStart,
  cpu,
  acknowledge,
  endToEnd,
  mirror,
  cost,
  growth,
  publisher,
  largeCallbacks,
  start,
];
