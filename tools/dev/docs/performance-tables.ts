import { isWithinLimit } from '../../../test/bench/benchmark.ts';
import type { Figures, Run } from '../../../test/bench/figures.ts';
import { headings, toCells } from '../../../test/bench/table.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on performance with the recorded figures. */
export function withPerformanceTables(page: string, figures: Figures): string {
  const tables = Object.entries(figures).map(([letter, { rows }]) => [
    `benchmark ${letter}`,
    toTable(headings, rows.map(toCells)),
  ]);
  return withSections(page, { run: toRuns(figures), ...Object.fromEntries(tables) });
}

/** When and where each benchmark ran: one sentence if day and machine are the same for all. */
function toRuns(figures: Figures): string {
  const runs = Object.values(figures);
  const verdicts = runs.flatMap(({ rows }) => rows).map(isWithinLimit);
  const met = verdicts.filter((isMet) => isMet === true).length;
  const missed = verdicts.filter((isMet) => isMet === false).length;
  const minutes = runs.reduce((sum, run) => sum + run.minutes, 0);
  const byPlace = [...Map.groupBy(Object.keys(figures), (letter) => toPlace(figures[letter]))];
  const places = byPlace.map(([place, letters]) =>
    byPlace.length === 1 ? place : `${letters.join(', ')}: ${place}`,
  );
  return [
    `Measured on ${places.join('; ')}.`,
    `All benchmarks took ${minutes.toFixed(1)} minutes: ${met} limits met, ${missed} not met.`,
  ].join(' ');
}

function toPlace(run: Run | undefined): string {
  if (run === undefined) return '';
  const { measuredOn, node, platform, arch, processors } = run;
  return `${measuredOn}, with Node.js ${node.slice(1)} on ${processors} processors (${platform}, ${arch})`;
}
