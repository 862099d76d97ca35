/** Looks for lost events in simulated runs: `npm run simulate -- --help`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { endWithOutput } from '../../tools/command-line/closed-output.ts';
import { UsageError } from '../../tools/command-line/command-error.ts';
import { runCommand } from '../../tools/command-line/run-command.ts';
import { synthesize } from '../../tools/emulator/template/synthesize.ts';
import { type CrashReport, isBalanced } from './emulator/crash-report.ts';
import { type CrashRunOptions, runCrash } from './emulator/crash-run.ts';
import { recordFigures } from './figures.ts';
import { formatReport, toReport } from './report.ts';
import { type RunResult, simulate } from './simulate.ts';

const help = `usage: npm run simulate -- [options]

Runs the gateway's own code between models of AWS that fail in every way that AWS can, and checks
that nothing acknowledged is lost. The same seed gives the same run.

  --seeds N     how many seeds; default 1000
  --from N      the first of them; default 0
  --seed N      one seed, with every step of its run
  --local       instead: puts the emulator under load, kills it and its engines with SIGKILL again
                and again, and compares what was acknowledged with the table, the bus and the bucket
  --callbacks N    how many; default 100000
  --duplicates P   share that tells a message once more; default 0.2
  --connections N  at the same time; default 64
  --kills N        by turns the gateway, dynoxide, fauxqs; default 12; with 0, nothing may be on the bus
                   twice
  --json        the report as JSON
  --record      keeps the figures for docs/reliability.md; then \`npm run docs\` writes them there
  --help        this text

exit codes: 0 nothing lost, 1 an invariant is broken, 2 usage`;

endWithOutput();
await runCommand(help, async () => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '0' },
      seed: { type: 'string' },
      local: { type: 'boolean', default: false },
      callbacks: { type: 'string', default: '100000' },
      duplicates: { type: 'string', default: '0.2' },
      connections: { type: 'string', default: '64' },
      kills: { type: 'string', default: '12' },
      record: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.local) {
    const report = await crash({
      seed: toCount('--seed', values.seed ?? '1'),
      callbacks: toCount('--callbacks', values.callbacks),
      duplicates: toShare('--duplicates', values.duplicates),
      connections: toCount('--connections', values.connections),
      kills: toCount('--kills', values.kills),
      onProgress: (line) => console.error(line),
    });
    console.log(JSON.stringify(report, null, 2));
    const isUndisturbed = values.kills === '0';
    if (values.record) recordFigures(isUndisturbed ? { undisturbed: report } : { crash: report });
    return isBalanced(report) ? 0 : 1;
  }
  const results =
    values.seed === undefined
      ? await simulateMany(toCount('--from', values.from), toCount('--seeds', values.seeds))
      : [
          await simulateOne(
            toCount('--seed', values.seed),
            values.json ? console.error : console.log,
          ),
        ];
  const report = toReport(results);
  console.log(values.json ? JSON.stringify(report, null, 2) : formatReport(report));
  if (values.record) recordFigures({ simulation: report });
  return report.violations === 0 ? 0 : 1;
});

async function crash(options: Omit<CrashRunOptions, 'assemblyDirectory'>): Promise<CrashReport> {
  const assemblyDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-assembly-'));
  try {
    await synthesize(assemblyDirectory);
    return await runCrash({ ...options, assemblyDirectory });
  } finally {
    await rm(assemblyDirectory, { recursive: true });
  }
}

async function simulateOne(seed: number, onTrace: (line: string) => void): Promise<RunResult> {
  const result = await simulate(seed, { onTrace });
  if (result.violations.length > 0) console.error(result.violations);
  return result;
}

async function simulateMany(from: number, seeds: number): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = await simulate(seed);
    results.push(result);
    if (result.violations.length > 0) console.error(`seed ${seed}`, result.violations);
    if (results.length % 500 === 0) console.error(`${results.length} of ${seeds} seeds`);
  }
  return results;
}

function toShare(option: string, text: string): number {
  const share = Number(text);
  if (!(share >= 0 && share < 1)) throw new UsageError(`${option} is a number from 0 to 1`);
  return share;
}

function toCount(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} is a whole number`);
  return Number(text);
}
