import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectDirectory } from '../../../tools/project-directory.ts';

/** The steps of a start, each with the beginning of the line that ends it. */
const endOfStep = {
  'load the emulator': 'synthesizing',
  'synthesize the app, and start the engines': 'creating',
  'create the resources': 'connecting',
  'connect the functions': 'ready',
} as const;

export type Step = keyof typeof endOfStep;

export const steps = Object.keys(endOfStep) as Step[];

/** How long a program took until it was ready, and each step that it printed. */
export interface Start {
  readonly ms: number;
  readonly stepMs: Readonly<Partial<Record<Step, number>>>;
}

/**
 * Starts a program of this repository, waits until it prints that it is ready, and stops it.
 *
 * @param command its file and its parameters
 * @throws {Error} with what it printed, when it ends before
 */
export async function timeStart(command: readonly string[]): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', ...command], {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const { promise: ready, resolve } = Promise.withResolvers<Start>();
  const stepMs: Partial<Record<Step, number>> = {};
  const printed: string[] = [];
  let lastAt = startedAt;
  const read = (line: string) => {
    printed.push(line);
    const now = performance.now();
    const step = steps.find((each) => line.startsWith(endOfStep[each]));
    if (step === undefined) return;
    stepMs[step] = now - lastAt;
    lastAt = now;
    if (line.startsWith('ready')) resolve({ ms: now - startedAt, stepMs });
  };
  createInterface(child.stdout).on('line', read);
  createInterface(child.stderr).on('line', read);
  const failed = exited.then(() => {
    throw new Error(`${command.join(' ')} ended before it was ready:\n${printed.join('\n')}`);
  });
  try {
    return await Promise.race([ready, failed]);
  } finally {
    failed.catch(() => undefined);
    child.kill('SIGINT');
    await exited;
  }
}
