import { once } from 'node:events';
import type { Server } from 'node:net';

/**
 * Starts a server that only this machine reaches.
 *
 * @param port 0 takes a free port
 * @returns the port
 * @throws {Error} when the port is in use, or this user may not listen on it
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}
