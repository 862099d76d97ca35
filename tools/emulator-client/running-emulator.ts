import path from 'node:path';
import { z } from 'zod';
import { startCommand } from '../command-line/how-to-run.ts';
import { EmulatorError } from './emulator-error.ts';
import { emulatorPaths } from './local-urls.ts';
import { type StateFile, stateFile } from './state-file.ts';

/** Where the emulator keeps the state unless `--data` names another directory. */
export const defaultDataDirectory = '.tributary';

/** Where it listens unless `--port` names another port. */
export const defaultPort = 8787;

const runningEmulator = z.object({ port: z.number(), processId: z.number() });

/** Identifies an emulator that runs: ports and process ids are reused, the pair is not. */
export type RunningEmulator = z.infer<typeof runningEmulator>;

/**
 * For how long a port may be silent. A busy machine delays an emulator by seconds; if it was then taken for
 * none, a second one would take its data directory.
 */
const maxSilenceMs = 10_000;

/** The emulator that responds on a port; `undefined` when nothing does, or something else. */
export async function findRunningEmulator(port: number): Promise<RunningEmulator | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${emulatorPaths.process}`, {
      signal: AbortSignal.timeout(maxSilenceMs),
    });
    return runningEmulator.parse(await response.json());
  } catch {
    return undefined;
  }
}

/** The file `gateway.json` of a data directory: which emulator uses the directory. */
export function runningEmulatorFile(dataDirectory: string): StateFile<RunningEmulator> {
  return stateFile(path.join(dataDirectory, 'gateway.json'), (value) =>
    runningEmulator.parse(value),
  );
}

/** How a command line names an emulator. */
export interface EmulatorName {
  readonly port?: number | undefined;
  readonly data?: string | undefined;
}

/**
 * Finds the origin of the emulator that a command means: the one on the port, or the one that runs on the data
 * directory now. Never another one that happens to listen on the same port: the command may erase data.
 *
 * @throws {EmulatorError} when no emulator runs on the data directory, or another port was named with it
 */
export async function findEmulatorOrigin({ port, data }: EmulatorName): Promise<string> {
  if (port !== undefined && data === undefined) return toOrigin(port);
  const directory = data ?? defaultDataDirectory;
  const noted = runningEmulatorFile(directory).read();
  const running = noted && (await findRunningEmulator(noted.port));
  if (running === undefined || running.processId !== noted?.processId) {
    const start = startCommand(data === undefined ? '' : `--data ${data}`);
    throw new EmulatorError(
      `no emulator runs on ${directory}: start it with ${start}, name another one with --data or --port, or a deployed gateway with --stack`,
    );
  }
  if (port !== undefined && port !== running.port) {
    throw new EmulatorError(
      `the emulator on ${directory} listens on port ${running.port}, not on ${port}: use either --port or --data`,
    );
  }
  return toOrigin(running.port);
}

function toOrigin(port: number): string {
  return `http://127.0.0.1:${port}`;
}
