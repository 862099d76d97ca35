import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmulatorError } from '../emulator-client/emulator-error.ts';
import { findRunningEmulator, runningEmulatorFile } from '../emulator-client/running-emulator.ts';

/** The directory with the state of one emulator. */
export interface DataDirectory {
  file(name: string): string;
  /** Frees the directory for the next emulator; deletes a temporary one. */
  release(): Promise<void>;
}

/**
 * Takes a directory for the emulator on a port, or creates a temporary one.
 *
 * @throws {EmulatorError} when another emulator uses the directory: two would deliver every event twice
 */
export async function takeDataDirectory(
  directory: string | undefined,
  port: number,
): Promise<DataDirectory> {
  const taken = directory ?? (await mkdtemp(path.join(tmpdir(), 'tributary-')));
  await mkdir(taken, { recursive: true }).catch((cause: Error) => {
    throw new EmulatorError(
      `${taken} cannot hold the state (${cause.message}): choose another directory with --data`,
      { cause },
    );
  });
  const last = runningEmulatorFile(taken).read();
  if (last && (await findRunningEmulator(last.port))?.processId === last.processId) {
    throw new EmulatorError(
      `the emulator on port ${last.port} (process ${last.processId}) uses ${taken}: stop it, or choose another directory with --data`,
    );
  }
  runningEmulatorFile(taken).write({ port, processId: process.pid });
  return {
    file: (name) => path.join(taken, name),
    release: () =>
      directory === undefined
        ? rm(taken, { recursive: true, force: true })
        : rm(path.join(taken, 'gateway.json'), { force: true }),
  };
}
