import { fileURLToPath } from 'node:url';
import { startChildOfGateway, untilListening } from './child-of-gateway.ts';
import type { Engine } from './engine.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning } from './keep-running.ts';

const server = fileURLToPath(new URL('./fauxqs-server.ts', import.meta.url));

/**
 * Starts fauxqs, the engine for S3 and SQS, in a process of its own, and starts it again if it ends.
 *
 * @param dataDirectory keeps queues in SQLite and objects as plain files, which a person can open;
 *   undefined keeps both in memory.
 * @param onTrouble told when it ended by itself.
 */
export async function startFauxqs(
  dataDirectory: string | undefined,
  onTrouble: (line: string) => void = () => {},
): Promise<Engine> {
  const port = await findFreePort();
  const parameters = [
    // Not the loader of this process: Node itself reads the file.
    ...['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    ...[server, String(port)],
    ...(dataDirectory ? [dataDirectory] : []),
  ];
  const start = async () => {
    const fauxqs = startChildOfGateway(process.execPath, parameters);
    await untilListening(fauxqs);
    return fauxqs;
  };
  const stop = await keepRunning({
    name: 'fauxqs, the engine for S3 and SQS,',
    start,
    keepsData: dataDirectory !== undefined,
    onTrouble,
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

/** fauxqs 2.4 fails on a visibility timeout of 0 when it keeps its queues in a file. */
export const shortestVisibilityTimeoutSeconds = 1;
