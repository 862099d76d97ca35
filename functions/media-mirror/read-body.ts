import type { IncomingMessage } from 'node:http';
import { MediaDownloadError } from './failure.ts';
import type { FetchLimits } from './limits.ts';
import { toBodyFailure } from './network-failure.ts';

/**
 * Bytes arrive in pieces as small as the server likes, down to one byte. They are gathered, so that
 * whoever reads on has few turns to take and a beginning long enough to look at.
 */
export const blockBytes = 64 * 1024;

/**
 * The bytes of a response in blocks of {@link blockBytes}, the last one shorter. They are read only
 * as fast as they are asked for. There is one block: its bytes are overwritten when the next is
 * asked for.
 *
 * @param signal the one that the request was sent with: the limit on the time of the whole fetch
 * @throws {MediaDownloadError} when the body is too long, stops coming, or ends before its
 *   announced or framed end
 */
export async function* readBody(
  response: IncomingMessage,
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
 * Gives back the memory of a chunk that was copied. V8 would keep some 50 MB of such chunks before
 * it collects them, which is half of the largest file.
 */
function release({ buffer, byteLength }: Buffer): void {
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  if (isOwn) buffer.transfer(0);
}

/** The chunks as they come, with a limit on the silence before each. */
async function* readChunks(
  response: IncomingMessage,
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
    // An aborted request breaks its own connection, and the response only knows that it broke.
    throw new MediaDownloadError(signal.aborted ? { reason: 'timeout' } : toBodyFailure(error));
  } finally {
    response.destroy();
  }
}
