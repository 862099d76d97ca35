import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { startFauxqs } from '../../tools/emulator/engines/fauxqs.ts';
import { listenOnLoopback } from '../../tools/emulator/listen-on-loopback.ts';

/** What S3 says that it has done, and has not. */
export type Lie =
  /** It acknowledges a deletion, and keeps the object. */
  | 'keeps what is deleted'
  /** The same until it is asked for an object that is still there. */
  | 'keeps it until it is asked'
  /** An object has other bytes than those that were uploaded. */
  | 'changes bytes';

/** The engine for S3 behind a proxy that can lie about the objects of one bucket. */
export async function startLyingBuckets() {
  const engine = await startFauxqs(undefined);
  let lying: { readonly lie: Lie; readonly bucket: string } | undefined;

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming;
    const body = await buffer(incoming);
    const isAboutObjects = lying !== undefined && url.startsWith(`/${lying.bucket}`);
    const lie = isAboutObjects ? lying?.lie : undefined;
    const keeps = lie === 'keeps what is deleted' || lie === 'keeps it until it is asked';
    if (keeps && method === 'DELETE') {
      outgoing.writeHead(204).end();
      return;
    }
    if (keeps && method === 'POST' && /[?&]delete/.test(url)) {
      outgoing.writeHead(200, { 'content-type': 'application/xml' }).end('<DeleteResult/>');
      return;
    }
    const upstream = request(`${engine.endpoint}${url}`, { method, headers });
    upstream.end(body);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    upstream.once('response', resolve).once('error', reject);
    const response = await promise;
    const isThere = method === 'HEAD' && response.statusCode === 200;
    if (isThere && lie === 'keeps it until it is asked') lying = undefined;
    outgoing.writeHead(response.statusCode ?? 500, response.headers);
    if (lie === 'changes bytes' && method === 'GET' && !url.includes('list-type')) {
      outgoing.end((await buffer(response)).fill('x'));
      return;
    }
    await pipeline(response, outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const port = await listenOnLoopback(server, 0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** Lies until `beHonest` is called. */
    lie(kind: Lie, bucket: string): void {
      lying = { lie: kind, bucket };
    },
    beHonest(): void {
      lying = undefined;
    },
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await engine.stop();
    },
  };
}

export type LyingBuckets = Awaited<ReturnType<typeof startLyingBuckets>>;
