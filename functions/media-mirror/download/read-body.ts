import type { IncomingMessage } from 'node:http';
import { MediaDownloadError, toBodyFailure } from './failure.ts';
import type { FetchLimits } from './limits.ts';

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
 * Frees the memory of a chunk that was copied. V8 would hold about 50 MB of such chunks before it
 * collects them, which is half of the largest file.
 */
function release({ buffer, byteLength }: Buffer): void {
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  if (isOwn) buffer.transfer(0);
}

/** The chunks as they arrive, with a limit on the pause before each. */
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
    // An aborted request closes its own connection, and the response sees only a broken connection.
    throw new MediaDownloadError(signal.aborted ? { reason: 'timeout' } : toBodyFailure(error));
  } finally {
    response.destroy();
  }
}
