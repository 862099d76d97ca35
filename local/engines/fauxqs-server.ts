/** Runs fauxqs as a program: `node fauxqs-server.ts <port> [data directory]`. */
import { Server } from 'node:net';
import path from 'node:path';
import { startFauxqs } from 'fauxqs';
import { localAccount } from '../account.ts';
import { dropHalfWrittenObjects, releaseMessagesInFlight } from './fauxqs-recovery.ts';

const [port, dataDirectory] = process.argv.slice(2);
const kept = dataDirectory && {
  dataDir: path.join(dataDirectory, 'queues'),
  s3StorageDir: path.join(dataDirectory, 's3'),
};
if (kept) {
  dropHalfWrittenObjects(kept.s3StorageDir);
  releaseMessagesInFlight(path.join(kept.dataDir, 'fauxqs.db'));
}
listenOnLoopbackOnly();
await startFauxqs({
  port: Number(port),
  logger: false,
  defaultRegion: localAccount.region,
  ...kept,
});
console.log(`listening on ${port}`);

/**
 * fauxqs 2.4 always listens on 0.0.0.0. Callbacks that are stored on a laptop are nobody else's in
 * the same network, so the address is replaced.
 */
function listenOnLoopbackOnly(): void {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, ...parameters: unknown[]): Server {
    const [first, ...rest] = parameters;
    const address =
      typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first;
    return Reflect.apply(listen, this, [address, ...rest]);
  };
}
