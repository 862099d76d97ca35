import { fileURLToPath } from 'node:url';
import { optionsOfPrograms, programFile } from '../../command-line/programs.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Engine } from './engine.ts';
import { startEngineProcess, untilListening } from './engine-process.ts';
import { serveFauxqs } from './fauxqs-server.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning } from './keep-running.ts';

const name = 'fauxqs, the engine for S3 and SQS,';

const program = fileURLToPath(new URL(programFile('fauxqs-program'), import.meta.url));

/**
 * Starts fauxqs, the engine for S3 and SQS. With a data directory it runs in its own process and is
 * restarted when it ends; without one it runs in this process, since a new process could not continue.
 *
 * @param dataDirectory holds queues and objects, in SQLite; `undefined` keeps both in memory
 * @param onError receives a line when fauxqs ended by itself
 * @throws {EmulatorError} when fauxqs does not start
 */
export async function startFauxqs(
  dataDirectory: string | undefined,
  onError: (line: string) => void = () => {},
): Promise<Engine> {
  if (dataDirectory === undefined) {
    const server = await serveFauxqs(0, undefined).catch(failToStart);
    return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
  }
  const port = await findFreePort();
  const start = async () => {
    const fauxqs = startEngineProcess(process.execPath, [
      // The loader of this process is not inherited.
      ...optionsOfPrograms,
      ...[program, String(port), dataDirectory],
    ]);
    await untilListening(fauxqs);
    return fauxqs;
  };
  const stop = await keepRunning({ name, start, keepsData: true, onError }).catch(failToStart);
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

function failToStart({ message }: Error): never {
  throw new EmulatorError(
    `${name} did not start (${message}): choose another directory with --data, or run npm ci again`,
  );
}

/** fauxqs 2.4 fails on a visibility timeout of 0 when its queues are in a file. */
export const shortestVisibilityTimeoutSeconds = 1;
