/** Measures the time, the memory and the cost of the gateway: `npm run bench -- --help`. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UsageError } from '../../tools/command-line/command-error.ts';
import { runCommand } from '../../tools/command-line/run-command.ts';
import { isWithinLimit } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { type Run, recordFigures, toFile, toRun } from './figures.ts';
import { toTable } from './table.ts';

const help = `usage: npm run bench -- [options]

Prints tables of measurements, each with what it is compared with in the same run. Everything runs
on this machine. docs/performance.md says how long a full run takes.

${benchmarks.map(({ letter, title }) => `  ${letter}  ${title}`).join('\n')}

  --only a,b    run only these benchmarks
  --case TEXT   of benchmarks h and i, only the cases whose names contain this text
  --full        also measure a table of a million event records
  --fixtures    also print a row for each fixture and for each package in a bundle
  --json FILE   write all rows to a file, with those of --fixtures
  --record      record the figures of docs/performance.md and docs/limits.md; \`npm run docs\` then
                writes them into these pages
  --help        print this text

exit codes: 0 all limits are met, 1 a limit is not met, 2 usage`;

await runCommand('npm run bench', async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      case: { type: 'string', default: '' },
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
  if (values.record && values.case !== '') {
    throw new UsageError('--record takes whole benchmarks: leave --case out');
  }
  const runs: Record<string, Run> = {};
  for (const { letter, title, run } of choose(values.only)) {
    const startedAt = performance.now();
    const rows = await run({
      full: values.full,
      record: values.record,
      isChosen: (name) => name.includes(values.case),
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

/** @throws {UsageError} for an unknown letter */
function choose(only: string | undefined) {
  if (only === undefined) return benchmarks;
  const letters = only.split(',');
  const unknown = letters.find((letter) => !benchmarks.some((it) => it.letter === letter));
  if (unknown !== undefined) throw new UsageError(`unknown benchmark: ${unknown}`);
  return benchmarks.filter(({ letter }) => letters.includes(letter));
}
