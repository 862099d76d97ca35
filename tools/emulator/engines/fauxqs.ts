import { fileURLToPath } from 'node:url';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Engine } from './engine.ts';
import { startEngineProcess, untilListening } from './engine-process.ts';
import { serveFauxqs } from './fauxqs-server.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning } from './keep-running.ts';

const name = 'fauxqs, the engine for S3 and SQS,';

const program = fileURLToPath(new URL('./fauxqs-program.ts', import.meta.url));

/**
 * Starts fauxqs, the engine for S3 and SQS: in a process of its own, which is started again if it
 * ends, or in this one when it keeps nothing that another process could take up.
 *
 * @param dataDirectory keeps queues and objects, in SQLite; undefined keeps both in memory.
 * @param onTrouble told when it ended by itself.
 * @throws {EmulatorError} when it does not start.
 */
export async function startFauxqs(
  dataDirectory: string | undefined,
  onTrouble: (line: string) => void = () => {},
): Promise<Engine> {
  if (dataDirectory === undefined) {
    const server = await serveFauxqs(0, undefined).catch(complain);
    return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
  }
  const port = await findFreePort();
  const start = async () => {
    const fauxqs = startEngineProcess(process.execPath, [
      // Not the loader of this process: Node itself reads the file.
      ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
      ...[program, String(port), dataDirectory],
    ]);
    await untilListening(fauxqs);
    return fauxqs;
  };
  const stop = await keepRunning({ name, start, keepsData: true, onTrouble }).catch(complain);
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

function complain({ message }: Error): never {
  throw new EmulatorError(
    `${name} did not start (${message}): if it cannot read its file, choose another directory with --data; else run npm ci again`,
  );
}

/** fauxqs 2.4 fails on a visibility timeout of 0 when it keeps its queues in a file. */
export const shortestVisibilityTimeoutSeconds = 1;
