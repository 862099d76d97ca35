import { fileURLToPath } from 'node:url';
import { startChildOfGateway, untilListening } from './child-of-gateway.ts';
import type { Engine } from './engine.ts';
import { serveFauxqs } from './fauxqs-server.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning } from './keep-running.ts';

const program = fileURLToPath(new URL('./fauxqs-program.ts', import.meta.url));

/**
 * Starts fauxqs, the engine for S3 and SQS: in a process of its own, which is started again if it
 * ends, or in this one when it keeps nothing that another process could take up.
 *
 * @param dataDirectory keeps queues in SQLite and objects as plain files, which a person can open;
 *   undefined keeps both in memory.
 * @param onTrouble told when it ended by itself.
 */
export async function startFauxqs(
  dataDirectory: string | undefined,
  onTrouble: (line: string) => void = () => {},
): Promise<Engine> {
  if (dataDirectory === undefined) {
    const server = await serveFauxqs(0, undefined);
    return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
  }
  const port = await findFreePort();
  const start = async () => {
    const fauxqs = startChildOfGateway(process.execPath, [
      // Not the loader of this process: Node itself reads the file.
      ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
      ...[program, String(port), dataDirectory],
    ]);
    await untilListening(fauxqs);
    return fauxqs;
  };
  const stop = await keepRunning({
    name: 'fauxqs, the engine for S3 and SQS,',
    start,
    keepsData: true,
    onTrouble,
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

/** fauxqs 2.4 fails on a visibility timeout of 0 when it keeps its queues in a file. */
export const shortestVisibilityTimeoutSeconds = 1;
