import { once } from 'node:events';
import { createServer } from 'node:net';
import { listenOnLoopback } from '../listen-on-loopback.ts';

/**
 * Finds a free port of the loopback address. The emulator chooses the ports of its engines, so that a
 * restarted engine has the same port.
 */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  server.close();
  await once(server, 'close');
  return port;
}
