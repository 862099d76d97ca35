/** Searches for lost events in simulated runs: `npm run simulate -- --help`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { endWithOutput } from '../../tools/command-line/closed-output.ts';
import { CommandError, UsageError } from '../../tools/command-line/command-error.ts';
import { runCommand } from '../../tools/command-line/run-command.ts';
import { synthesize } from '../../tools/emulator/template/synthesize.ts';
import { type CrashReport, isBalanced } from './emulator/crash-report.ts';
import { type CrashRunOptions, runCrash } from './emulator/crash-run.ts';
import { recordFigures } from './figures.ts';
import { formatReport, missingIn, toReport } from './report.ts';
import { type RunOptions, type RunResult, simulate } from './simulate.ts';

const help = `usage: npm run simulate -- [options]

Runs the gateway's own code against models of AWS that inject every fault that AWS can have, and
checks that no acknowledged event is lost. The same seed gives the same run.

  --seeds N        number of seeds; default 1000
  --from N         the first seed; default 0
  --seed N         run one seed and print every step
  --draws N        other random numbers for the same seeds: whether a result depends on one sequence
  --local          put the emulator under load instead, kill it and its engines repeatedly with
                   SIGKILL, and compare the acknowledged callbacks with the table, the bus and the
                   buckets
  --callbacks N    number of callbacks with --local; default 100000
  --duplicates P   share of the callbacks that repeat an earlier one; default 0.2
  --connections N  number of parallel connections; default 64
  --kills N        number of kills, of the gateway, dynoxide and fauxqs in rotation; default 12; with
                   0, an event that is twice on the bus is an error
  --json           print the report as JSON
  --record         record the figures of docs/reliability.md, unless a rule is violated or had nothing
                   to check; \`npm run docs\` then writes them into the page
  --help           print this text

exit codes: 0 nothing is lost, 1 a rule is violated, 2 usage`;

endWithOutput();
await runCommand('npm run simulate', async () => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '0' },
      seed: { type: 'string' },
      draws: { type: 'string', default: '0' },
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
  const draws = toCount('--draws', values.draws);
  const results =
    values.seed === undefined
      ? await simulateMany(toCount('--from', values.from), toCount('--seeds', values.seeds), draws)
      : [
          await simulateOne(toCount('--seed', values.seed), {
            draws,
            onTrace: values.json ? console.error : console.log,
          }),
        ];
  const report = toReport(results, draws);
  console.log(values.json ? JSON.stringify(report, null, 2) : formatReport(report));
  if (report.violations > 0) return 1;
  if (!values.record) return 0;
  const missing = missingIn(report);
  if (missing.length > 0) {
    throw new CommandError(`not recorded: in these seeds, there was no ${missing.join('; no ')}`);
  }
  recordFigures({ simulation: report });
  return 0;
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

async function simulateOne(seed: number, options: RunOptions): Promise<RunResult> {
  const result = await simulate(seed, options);
  if (result.violations.length > 0) console.error(result.violations);
  return result;
}

async function simulateMany(
  from: number,
  seeds: number,
  draws: number,
): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = await simulate(seed, { draws });
    results.push(result);
    if (result.violations.length > 0) console.error(`seed ${seed}`, result.violations.slice(0, 10));
    if (results.length % 500 === 0) console.error(`${results.length} of ${seeds} seeds`);
  }
  return results;
}

function toShare(option: string, text: string): number {
  const share = Number(text);
  if (!(share >= 0 && share < 1)) throw new UsageError(`${option} must be a number from 0 to 1`);
  return share;
}

function toCount(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} must be a whole number`);
  return Number(text);
}
