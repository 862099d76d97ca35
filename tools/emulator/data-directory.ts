import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmulatorError } from '../emulator-client/emulator-error.ts';
import { findRunningEmulator, runningEmulatorFile } from '../emulator-client/running-emulator.ts';

/** The directory with the state of one gateway. */
export type DataDirectory = {
  file(name: string): string;
  /** Leaves the directory to the next gateway; one that was made for this gateway goes. */
  release(): Promise<void>;
};

/**
 * Takes a directory for the gateway on a port, or a new one that goes with the gateway.
 *
 * @throws {EmulatorError} when another gateway uses the directory: two would deliver every
 *   event twice.
 */
export async function takeDataDirectory(
  directory: string | undefined,
  port: number,
): Promise<DataDirectory> {
  const taken = directory ?? (await mkdtemp(path.join(tmpdir(), 'tributary-')));
  await mkdir(taken, { recursive: true }).catch((cause: Error) => {
    throw new EmulatorError(
      `${taken} cannot keep the state (${cause.message}): choose another directory with --data`,
      { cause },
    );
  });
  const last = runningEmulatorFile(taken).read();
  // Ports and process ids are given again to others; both together are one gateway's.
  if (last && (await findRunningEmulator(last.port))?.processId === last.processId) {
    throw new EmulatorError(
      `the gateway on port ${last.port} (process ${last.processId}) uses ${taken}: stop it, or choose another directory with --data`,
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
