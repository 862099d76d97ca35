/** Measures what the gateway costs, in time and in money: `npm run bench -- --help`. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UsageError } from '../../tools/command-line/command-error.ts';
import { runCommand } from '../../tools/command-line/run-command.ts';
import { isWithinLimit } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { type Run, recordFigures, toFile, toRun } from './figures.ts';
import { toTable } from './table.ts';

const help = `usage: npm run bench -- [options]

Prints tables of what was measured, with what it is compared with in the same run. Nothing leaves
this machine. docs/performance.md tells how long the whole run takes.

${benchmarks.map(({ letter, title }) => `  ${letter}  ${title}`).join('\n')}

  --only a,b    these only
  --full        also what takes longer (a table of a million event records)
  --fixtures    also the rows of every fixture and of every package in a bundle
  --json FILE   writes all rows into a file, those of \`--fixtures\` too
  --record      keeps the figures of docs/performance.md and of the costs in docs/limits.md;
                then \`npm run docs\` writes them there
  --help        this text

exit codes: 0 every limit is met, 1 one is not, 2 usage`;

await runCommand(help, async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      full: { type: 'boolean', default: false },
      fixtures: { type: 'boolean', default: false },
      json: { type: 'string' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const runs: Record<string, Run> = {};
  for (const { letter, title, run } of choose(values.only)) {
    const startedAt = performance.now();
    const rows = await run({
      full: values.full,
      record: values.record,
      onProgress: (line) => console.error(`${letter}: ${line}`),
    });
    runs[letter] = toRun(rows, (performance.now() - startedAt) / 60_000);
    const shown = rows.filter(({ detail }) => values.fixtures || !detail);
    console.log(`\n${letter}  ${title}\n\n${toTable(shown)}`);
  }
  const all = Object.values(runs);
  const missed = all.flatMap(({ rows }) => rows).filter((row) => isWithinLimit(row) === false);
  const minutes = all.reduce((sum, run) => sum + run.minutes, 0).toFixed(1);
  console.log(`\n${minutes} minutes; ${missed.length} limits not met`);
  if (values.json) await writeFile(values.json, toFile(runs));
  if (values.record) recordFigures(runs);
  return missed.length > 0 ? 1 : 0;
});

/** @throws {UsageError} for a letter that no benchmark has */
function choose(only: string | undefined) {
  if (only === undefined) return benchmarks;
  const letters = only.split(',');
  const unknown = letters.find((letter) => !benchmarks.some((it) => it.letter === letter));
  if (unknown !== undefined) throw new UsageError(`there is no benchmark ${unknown}`);
  return benchmarks.filter(({ letter }) => letters.includes(letter));
}
