import http from 'node:http';
import https from 'node:https';
import { type AddressRules, checkTarget, onlyTo } from '../../../shared/http/address-rules.ts';
import type { FetchLimits } from '../limits.ts';
import type { Credentials } from '../ports.ts';
import { MediaDownloadError, toBodyFailure } from './failure.ts';

/** What every request of the mirror is subject to. */
export interface FetchSettings {
  readonly limits: FetchLimits;
  readonly rules: AddressRules;
  readonly now: () => Date;
}

/**
 * Checks a URL against the address rules, then sends one GET and resolves with the response's header.
 * Redirects are not followed. The credentials are sent only if the URL has one of their origins.
 *
 * @param signal limits the time of the whole request, its body included
 * @throws {MediaDownloadError} when the address is refused, a time limit is reached, or the server
 *   closes the connection without a response
 * @throws the network's error, or an `AbortError`
 */
export async function sendRequest(
  url: URL,
  { limits, rules }: FetchSettings,
  signal: AbortSignal,
  credentials: Credentials | undefined,
): Promise<http.IncomingMessage> {
  const target = await withTimeout(checkTarget(url, rules), limits.connectTimeoutMs);
  if (target.kind === 'refused') throw new MediaDownloadError({ reason: 'refused_address' });
  const proof = credentials?.origins.includes(url.origin)
    ? { [credentials.header]: credentials.value }
    : {};
  return sendGet(url, target.addresses, limits, signal, proof);
}

/** The system's resolver takes no time limit. */
async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new MediaDownloadError({ reason: 'timeout' })), timeoutMs);
  });
  return Promise.race([work, expired]).finally(() => clearTimeout(timer));
}

/**
 * Sends a GET on a connection of its own, only to the given addresses. The name is not resolved
 * again, so a resolver that gives another address the second time has no effect. `Host` and the TLS
 * server name stay the URL's.
 *
 * The request carries no cookie, no referrer and no credentials but those of `proof`; user name and
 * password of the URL are ignored. It declines compression, since the bytes that are stored must be
 * the bytes that the provider hashed.
 */
function sendGet(
  url: URL,
  addresses: readonly string[],
  limits: FetchLimits,
  signal: AbortSignal,
  proof: Readonly<Record<string, string>>,
): Promise<http.IncomingMessage> {
  const isTls = url.protocol === 'https:';
  const { request: send, Agent } = isTls ? https : http;
  return new Promise((resolve, reject) => {
    const request = send({
      agent: new Agent(onlyTo(addresses)),
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'tributary-mirror/1',
        ...proof,
      },
      signal,
    });
    const expire = () => request.destroy(new MediaDownloadError({ reason: 'timeout' }));
    let timer = setTimeout(expire, limits.connectTimeoutMs);
    request.once('socket', (socket) => {
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer);
        timer = setTimeout(expire, limits.responseTimeoutMs);
      });
    });
    // When a server changes the protocol (101), Node emits neither a response nor an error.
    const rejectClosed = () => {
      clearTimeout(timer);
      reject(new MediaDownloadError({ reason: 'server_error' }));
    };
    request.once('close', rejectClosed);
    request.once('response', (response) => {
      clearTimeout(timer);
      request.off('close', rejectClosed);
      resolve(response);
    });
    // Stays for as long as the request: an error without a listener would end the process.
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end();
  });
}

/**
 * A server may send bytes in pieces of any size, even one by one. They are gathered into blocks, so
 * that later steps run less often and see a beginning that is long enough to recognize.
 */
export const blockBytes = 64 * 1024;

/**
 * Reads a response in blocks of {@link blockBytes}, the last one shorter, and only as fast as the
 * blocks are consumed. All blocks share one memory: a block is valid until the next one is requested.
 *
 * @param signal the one with which the request was sent: it limits the time of the whole download
 * @throws {MediaDownloadError} when the body is too long, pauses for too long, or ends before its
 *   announced or framed end
 */
export async function* readBody(
  response: http.IncomingMessage,
  limits: Pick<FetchLimits, 'maxBytes' | 'idleTimeoutMs'>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafeSlow(blockBytes);
  let filledBytes = 0;
  let receivedBytes = 0;
  for await (const chunk of readChunks(response, limits.idleTimeoutMs, signal)) {
    receivedBytes += chunk.length;
    if (receivedBytes > limits.maxBytes) throw new MediaDownloadError({ reason: 'too_large' });
    for (let offset = 0; offset < chunk.length; ) {
      const copiedBytes = chunk.copy(block, filledBytes, offset);
      offset += copiedBytes;
      filledBytes += copiedBytes;
      if (filledBytes < blockBytes) continue;
      yield block;
      filledBytes = 0;
    }
    release(chunk);
  }
  if (filledBytes > 0) yield block.subarray(0, filledBytes);
}

/**
 * Frees the memory of a chunk that was copied. V8 would hold about 50 MB of such chunks before it
 * collects them, which is half of the largest file.
 */
function release({ buffer, byteLength }: Buffer): void {
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  if (isOwn) buffer.transfer(0);
}

/** The chunks as they arrive, with a limit on the pause before each. */
async function* readChunks(
  response: http.IncomingMessage,
  idleTimeoutMs: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const expire = () => response.destroy(new MediaDownloadError({ reason: 'timeout' }));
  const chunks: AsyncIterator<Buffer> = response[Symbol.asyncIterator]();
  try {
    for (;;) {
      const timer = setTimeout(expire, idleTimeoutMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    // An aborted request closes its own connection, and the response sees only a broken connection.
    throw new MediaDownloadError(signal.aborted ? { reason: 'timeout' } : toBodyFailure(error));
  } finally {
    response.destroy();
  }
}
