import { Server } from 'node:net';
import path from 'node:path';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { localAccount } from '../../emulator-client/account.ts';
import { releaseMessagesInFlight } from './fauxqs-recovery.ts';

/**
 * Serves fauxqs in this process, on a loopback port.
 *
 * Objects are rows of the database that has the queues: killed at any moment, fauxqs has the object
 * that was there or the one that takes its place, whole. As files (`s3StorageDir`), fauxqs 2.4 writes
 * over the object that is there, first its bytes and then their description, and a repeated callback
 * does write over what was acknowledged before: the payload bucket's keys are made of content.
 *
 * @param port 0 takes a free one.
 * @param dataDirectory what an earlier server left there is there again, if that was killed too;
 *   undefined keeps everything in memory.
 */
export function serveFauxqs(
  port: number,
  dataDirectory: string | undefined,
): Promise<FauxqsServer> {
  if (dataDirectory !== undefined) releaseMessagesInFlight(path.join(dataDirectory, 'fauxqs.db'));
  return onLoopbackOnly(() =>
    startFauxqs({
      port,
      logger: false,
      defaultRegion: localAccount.region,
      ...(dataDirectory !== undefined && { dataDir: dataDirectory }),
    }),
  );
}

/**
 * fauxqs 2.4 always listens on 0.0.0.0. Callbacks that are stored on a laptop are nobody else's in
 * the same network, so the address is replaced while it starts.
 */
async function onLoopbackOnly<T>(start: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, ...parameters: unknown[]): Server {
    const [first, ...rest] = parameters;
    const address =
      typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first;
    return Reflect.apply(listen, this, [address, ...rest]);
  };
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}
