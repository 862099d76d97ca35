import { existsSync } from 'node:fs';
import { Server } from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { localAccount } from '../../emulator-client/account.ts';

/**
 * Serves fauxqs in this process, on a loopback port.
 *
 * Objects are stored in the database of the queues, so that a fauxqs that is killed has either the old
 * object or the new one, whole. With objects in files (`s3StorageDir`), fauxqs 2.4 overwrites the old
 * bytes in place and then their metadata. A repeated callback does overwrite an acknowledged object,
 * because keys in the payload bucket are hashes of the content.
 *
 * @param port 0 takes a free port
 * @param dataDirectory where the state is, also the state of an earlier server that was killed;
 *   `undefined` keeps everything in memory
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
 * Makes the messages visible that were in flight when fauxqs ended: a visibility timeout may be half an
 * hour, too long to wait for at a laptop. A message whose receiver still runs is received twice, as SQS
 * allows.
 *
 * @param databaseFile the queues of fauxqs 2.4, which must not run; the file need not exist
 */
function releaseMessagesInFlight(databaseFile: string): void {
  if (!existsSync(databaseFile)) return;
  const database = new DatabaseSync(databaseFile);
  database.exec(
    'UPDATE sqs_messages SET visibility_deadline = 1 WHERE visibility_deadline IS NOT NULL',
  );
  database.close();
}

/**
 * Replaces the address while fauxqs starts. fauxqs 2.4 always listens on 0.0.0.0, which would let others
 * in the same network read the callbacks that are stored on this machine.
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
