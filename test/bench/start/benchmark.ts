import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { median } from '../statistics.ts';
import { type Start, type Step, steps, timeStart } from './time-start.ts';

/** The median of these counts. */
const rounds = 7;

/** What a developer waits for: on a machine that does nothing else, and on any other. */
const limits = { ms: 3_000, ratio: 4 };

const floor = [fileURLToPath(new URL('./floor.ts', import.meta.url))];

/** (j) How long a developer waits for `npm start`. */
export const start: Benchmark = {
  letter: 'j',
  title: 'start: npm start until the emulator is ready',
  async run({ onProgress }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
    const command = ['bin/tributary.ts', 'start', '--quiet', '--port', '0', '--data', folder];
    const built = path.join(projectDirectory, 'dist/functions.built.json');
    try {
      onProgress('the first start');
      const first = await timeStart(command);
      const times: Record<'floor' | 'unchanged' | 'changed', Start[]> = {
        floor: [],
        unchanged: [],
        changed: [],
      };
      for (let round = 1; round <= rounds; round += 1) {
        onProgress(`round ${round} of ${rounds}`);
        times.floor.push(await timeStart(floor));
        times.unchanged.push(await timeStart(command));
        await rm(built, { force: true });
        times.changed.push(await timeStart(command));
      }
      return [
        { what: 'unchanged app', measured: toMs(times.unchanged), unit: 'ms', limit: limits.ms },
        {
          ...compare('unchanged app, compared', times.unchanged, times.floor),
          limit: limits.ratio,
        },
        ...steps.map((step) => toStepRow(step, times.unchanged)),
        compare('functions bundled anew', times.changed, times.floor),
        { what: 'the first one, with an empty state', measured: first.ms, unit: 'ms' },
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

function compare(what: string, starts: readonly Start[], floors: readonly Start[]): Row {
  return {
    what,
    measured: toMs(starts),
    unit: 'ms',
    against: 'the two engines alone',
    ratio: median(starts.map(({ ms }, round) => ms / (floors[round]?.ms ?? Number.NaN))),
  };
}

function toStepRow(step: Step, starts: readonly Start[]): Row {
  const measured = median(starts.map(({ stepMs }) => stepMs[step] ?? Number.NaN));
  return { what: `unchanged app: ${step}`, measured, unit: 'ms' };
}

function toMs(starts: readonly Start[]): number {
  return median(starts.map(({ ms }) => ms));
}
