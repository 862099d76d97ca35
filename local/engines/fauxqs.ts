import { Server } from 'node:net';
import path from 'node:path';
import { startFauxqs as startServer } from 'fauxqs';
import { localAccount } from '../account.ts';
import type { Engine } from './engine.ts';

/**
 * Starts fauxqs, the engine for S3 and SQS, in this process.
 *
 * @param dataDirectory keeps queues in SQLite and objects as plain files, which a person can open;
 *   undefined keeps both in memory.
 */
export async function startFauxqs(dataDirectory: string | undefined): Promise<Engine> {
  const server = await onLoopbackOnly(() =>
    startServer({
      port: 0,
      logger: false,
      defaultRegion: localAccount.region,
      ...(dataDirectory
        ? {
            dataDir: path.join(dataDirectory, 'queues'),
            s3StorageDir: path.join(dataDirectory, 's3'),
          }
        : {}),
    }),
  );
  return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
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
