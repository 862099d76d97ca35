/** Measures what the gateway costs, in time and in money: `npm run bench -- --help`. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../local/command-line/run-command.ts';
import { isWithinLimit, type Row } from '../test/bench/benchmark.ts';
import { benchmarks } from '../test/bench/benchmarks.ts';
import { type Figures, recordFigures, toFile } from '../test/bench/figures.ts';
import { toTable } from '../test/bench/table.ts';

const help = `usage: npm run bench -- [options]

Prints tables of what was measured, with what it is compared with in the same run. Nothing leaves
this machine. The whole run takes less than eight minutes.

${benchmarks.map(({ letter, title }) => `  ${letter}  ${title}`).join('\n')}

  --only a,b    these only
  --full        also what takes longer (a table of a million facts)
  --json FILE   writes the rows into a file
  --record      keeps the figures of docs/performance.md and of the costs in docs/limits.md;
                then \`npm run docs\` writes them there
  --help        this text

exit codes: 0 every limit is met, 1 one is not, 2 usage`;

await runCommand(help, async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      full: { type: 'boolean', default: false },
      json: { type: 'string' },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const startedAt = performance.now();
  const rows: Record<string, readonly Row[]> = {};
  for (const { letter, title, run } of choose(values.only)) {
    rows[letter] = await run({
      full: values.full,
      record: values.record,
      onProgress: (line) => console.error(`${letter}: ${line}`),
    });
    console.log(`\n${letter}  ${title}\n\n${toTable(rows[letter])}`);
  }
  const missed = Object.values(rows)
    .flat()
    .filter((row) => isWithinLimit(row) === false);
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  console.log(`\n${minutes} minutes; ${missed.length} limits not met`);
  const figures = toFigures(rows);
  if (values.json) await writeFile(values.json, toFile(figures));
  if (values.record) recordFigures(figures);
  return missed.length > 0 ? 1 : 0;
});

function toFigures(rows: Figures['rows']): Figures {
  const { version: node, platform, arch } = process;
  const measuredAt = new Date().toISOString();
  return { measuredAt, node, platform, arch, processors: availableParallelism(), rows };
}

/** @throws {UsageError} for a letter that no benchmark has */
function choose(only: string | undefined) {
  if (only === undefined) return benchmarks;
  const letters = only.split(',');
  const unknown = letters.find((letter) => !benchmarks.some((it) => it.letter === letter));
  if (unknown !== undefined) throw new UsageError(`there is no benchmark ${unknown}`);
  return benchmarks.filter(({ letter }) => letters.includes(letter));
}
