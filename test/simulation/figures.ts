import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CrashReport } from './emulator/crash-report.ts';
import type { Report } from './report.ts';

/** The results of the last full runs: the figures of `docs/reliability.md`. */
export interface Figures {
  readonly simulation: Report;
  /** The emulator under load, with kills. */
  readonly crash: CrashReport;
  /** The same load without a kill. */
  readonly undisturbed: CrashReport;
}

const path = 'test/simulation/recorded/reliability.json';

export function readFigures(): Figures {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Replaces the figures of one kind of run; the others stay. */
export function recordFigures(figures: Partial<Figures>): void {
  const recorded: Partial<Figures> = existsSync(path) ? readFigures() : {};
  writeFileSync(path, `${JSON.stringify({ ...recorded, ...figures }, null, 2)}\n`);
}
