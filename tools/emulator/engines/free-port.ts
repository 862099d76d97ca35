import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of the loopback address that nobody uses at the moment. An engine gets its port from
 * outside, so that it has the same one when it is started again.
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
