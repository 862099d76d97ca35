import type { Benchmark } from './benchmark.ts';
import { coldStart } from './cold-start/benchmark.ts';
import { cpu } from './cpu/benchmark.ts';

/** All benchmarks, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [coldStart, cpu];
