import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Row } from './benchmark.ts';

/** What one run of one benchmark saw, and where. */
export interface Run {
  /** When it ended. */
  readonly measuredAt: string;
  readonly minutes: number;
  /** Version of Node.js, platform, architecture and number of processors. */
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
  readonly processors: number;
  readonly rows: readonly Row[];
}

/** What `npm run bench` saw, by the letter of the benchmark: the figures of `docs/performance.md`. */
export type Figures = Readonly<Record<string, Run>>;

const path = 'test/bench/recorded/performance.json';

/** Rows with the machine that they were seen on. */
export function toRun(rows: readonly Row[], minutes: number): Run {
  const { version: node, platform, arch } = process;
  const measuredAt = new Date().toISOString();
  return { measuredAt, minutes, node, platform, arch, processors: availableParallelism(), rows };
}

export function readFigures(): Figures {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Replaces the figures of the benchmarks that ran, without details, and keeps those of the others. */
export function recordFigures(figures: Figures): void {
  const all = Object.entries({ ...(existsSync(path) && readFigures()), ...figures })
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([letter, run]) => [letter, { ...run, rows: run.rows.filter(({ detail }) => !detail) }]);
  writeFileSync(path, toFile(Object.fromEntries(all)));
}

/** The figures as they are written into a file. */
export function toFile(figures: Figures): string {
  return `${JSON.stringify(figures, null, 2)}\n`;
}
