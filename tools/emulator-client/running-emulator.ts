import path from 'node:path';
import { z } from 'zod';
import { EmulatorError } from './emulator-error.ts';
import { emulatorPaths } from './local-urls.ts';
import { type StateFile, stateFile } from './state-file.ts';

/** Where `npm start` keeps the state unless `--data` names another directory. */
export const defaultDataDirectory = '.tributary';

/** Where `npm start` listens unless `--port` names another port. */
export const defaultPort = 8787;

const runningEmulator = z.object({ port: z.number(), processId: z.number() });

/** Identifies an emulator that runs: ports and process ids are reused, the pair is not. */
export type RunningEmulator = z.infer<typeof runningEmulator>;

/** The emulator that responds on a port; `undefined` when nothing does, or something else. */
export async function findRunningEmulator(port: number): Promise<RunningEmulator | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${emulatorPaths.process}`, {
      signal: AbortSignal.timeout(2_000),
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

/**
 * The origin of the emulator that a command means. A directory that was named explicitly is never
 * replaced by another emulator: the command may erase data.
 *
 * @throws {EmulatorError} when no emulator runs on the directory that was named
 */
export function findEmulatorOrigin({
  port,
  data,
}: {
  readonly port?: number | undefined;
  readonly data?: string | undefined;
}): string {
  const running = runningEmulatorFile(data ?? defaultDataDirectory).read();
  if (port === undefined && data !== undefined && running === undefined) {
    throw new EmulatorError(
      `no emulator runs on ${data}: start it with npm start -- --data ${data}, or name its --port`,
    );
  }
  return `http://127.0.0.1:${port ?? running?.port ?? defaultPort}`;
}
