import { isWithinLimit } from '../../test/bench/benchmark.ts';
import type { Figures } from '../../test/bench/figures.ts';
import { headings, toCells } from '../../test/bench/table.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on performance with the figures of the run that was recorded. */
export function withPerformanceTables(page: string, figures: Figures): string {
  const tables = Object.entries(figures.rows).map(([letter, rows]) => [
    `benchmark ${letter}`,
    toTable(headings, rows.map(toCells)),
  ]);
  return withSections(page, { run: toRun(figures), ...Object.fromEntries(tables) });
}

function toRun({ measuredAt, node, platform, arch, processors, rows }: Figures): string {
  const verdicts = Object.values(rows).flat().map(isWithinLimit);
  const met = verdicts.filter((isMet) => isMet === true).length;
  const missed = verdicts.filter((isMet) => isMet === false).length;
  return [
    `The run of ${measuredAt.slice(0, 10)}, with Node.js ${node.slice(1)} on ${processors}`,
    `processors (${platform}, ${arch}): ${met} limits met, ${missed} not met.`,
  ].join(' ');
}
