import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Row } from './benchmark.ts';

/** What a run of `npm run bench` saw: the figures of `docs/performance.md`. */
export interface Figures {
  readonly measuredAt: string;
  /** Version of Node.js, platform, architecture and number of processors. */
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
  readonly processors: number;
  /** By the letter of the benchmark. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

const path = 'docs/performance.figures.json';

export function readFigures(): Figures {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Replaces the figures of the benchmarks that ran, and keeps those of the others. */
export function recordFigures(figures: Figures): void {
  const rows = { ...(existsSync(path) && readFigures().rows), ...figures.rows };
  const inOrder = Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, toFile({ ...figures, rows: inOrder }));
}

/** The figures as they are written into a file. */
export function toFile(figures: Figures): string {
  return `${JSON.stringify(figures, null, 2)}\n`;
}
