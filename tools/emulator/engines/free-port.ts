import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Finds a free port of the loopback address. The emulator chooses the ports of its engines, so that a
 * restarted engine has the same port.
 */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}
