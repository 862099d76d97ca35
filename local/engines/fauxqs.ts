import { Server } from 'node:net';
import path from 'node:path';
import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { startFauxqs as startServer } from 'fauxqs';
import { localAccount } from '../account.ts';
import { createClients, ownerAccessKeyId } from '../aws/clients.ts';
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
  const endpoint = `http://127.0.0.1:${server.port}`;
  await releaseMessagesInFlight(endpoint);
  return { endpoint, stop: () => server.stop() };
}

type QueueInspection = {
  readonly url: string;
  readonly messages: { readonly inflight: readonly { readonly receiptHandle: string }[] };
};

/**
 * Makes the messages visible again that an earlier gateway had received: their receivers ended with
 * it, and nobody at a laptop waits for a visibility timeout of half an hour.
 */
async function releaseMessagesInFlight(endpoint: string): Promise<void> {
  const get = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${endpoint}/_fauxqs/queues${path}`)).json()) as T;
  const sqs = createClients(endpoint, ownerAccessKeyId).sqs;
  for (const { name } of await get<readonly { readonly name: string }[]>('')) {
    const { url, messages } = await get<QueueInspection>(`/${name}`);
    for (const { receiptHandle } of messages.inflight) {
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: shortestVisibilityTimeoutSeconds,
        }),
      );
    }
  }
}

/** fauxqs 2.4 fails on a visibility timeout of 0 when it keeps its queues in a file. */
export const shortestVisibilityTimeoutSeconds = 1;

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
