import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isWithinLimit, type Row } from './benchmark.ts';
import { toShort } from './table.ts';

/** The rows of one run of one benchmark, and the machine that it ran on. */
export interface Run {
  /** UTC day: `2026-11-21`. */
  readonly measuredOn: string;
  readonly minutes: number;
  /** Version of Node.js. */
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
  readonly processors: number;
  readonly rows: readonly Row[];
}

/** Runs of `npm run bench` by the letter of the benchmark. */
export type Figures = Readonly<Record<string, Run>>;

/** The figures of `docs/performance.md`. */
const path = 'test/bench/recorded/performance.json';

/** Describes a run that ends now on this machine. */
export function toRun(rows: readonly Row[], minutes: number): Run {
  const { version: node, platform, arch } = process;
  const measuredOn = new Date().toISOString().slice(0, 10);
  return { measuredOn, minutes, node, platform, arch, processors: availableParallelism(), rows };
}

export function readFigures(): Figures {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Replaces the recorded figures of the benchmarks that ran; those of the others stay. */
export function recordFigures(figures: Figures): void {
  const recorded = Object.entries(figures).map(([letter, run]) => [letter, toRecordedRun(run)]);
  const all: Figures = { ...(existsSync(path) && readFigures()), ...Object.fromEntries(recorded) };
  const sorted = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(path, toFile(Object.fromEntries(sorted)));
}

/** The part of a run that `docs/performance.md` prints: no details, and three digits of a number. */
export function toRecordedRun({ minutes, rows, ...run }: Run): Run {
  const printed = rows.filter(({ detail }) => !detail).map(toRounded);
  return { ...run, minutes: Number(minutes.toFixed(2)), rows: printed };
}

/** A row with its numbers as the tables print them. A row keeps its numbers if its verdict would change. */
function toRounded(row: Row): Row {
  const { measured, ratio } = row;
  const rounded = {
    ...row,
    measured: Number(toShort(measured)),
    ...(ratio !== undefined && { ratio: Number(toShort(ratio)) }),
  };
  return isWithinLimit(rounded) === isWithinLimit(row) ? rounded : row;
}

/** The figures as JSON text with one line for each row: a new run is read in a diff. */
export function toFile(figures: Figures): string {
  const text = JSON.stringify(figures, null, 2);
  const innermostObject = /\{[^{}]*\}/g;
  return `${text.replace(innermostObject, (row) => JSON.stringify(JSON.parse(row)))}\n`;
}
