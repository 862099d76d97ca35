import type { RequestListener, ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { fetchLimits } from '../../../functions/media-mirror/limits.ts';
import { mirrorMessage } from '../../../functions/media-mirror/message/mirror-message.ts';
import { createS3MediaBucket } from '../../../functions/media-mirror/store/s3-media-bucket.ts';
import { messageWith, picture } from '../../support/media-message.ts';
import { createTestFetcher, hangMs } from './fetching.ts';
import { startMediaServer } from './media-server.ts';
import { createMirrorPorts } from './mirror-ports.ts';

/**
 * How much memory a server can make the mirror use, with the real fetcher, its real size limit and the
 * real upload in parts, into a bucket that discards everything. Garbage is collected before each
 * measurement: how much of it V8 leaves uncollected depends on its options, and benchmark (e)
 * measures that.
 */
const megabyte = 1024 * 1024;
const zeros = Buffer.alloc(64 * 1024);

/** A server that has the memory measured while the mirror is in the middle of the download. */
type Server = (measure: () => void) => RequestListener;

/** Sends zeros as fast as they are read, and reports the number of bytes after each block. */
function pour(response: ServerResponse, onSent: (sentBytes: number) => void): void {
  let sentBytes = 0;
  const write = () => {
    let isTaken = true;
    while (isTaken && !response.destroyed) {
      isTaken = response.write(zeros);
      sentBytes += zeros.length;
      onSent(sentBytes);
    }
    response.once('drain', write);
  };
  write();
}

const endless: Server = (measure) => (_request, response) => {
  pour(response, (sentBytes) => {
    if (sentBytes % (25 * megabyte) === 0) measure();
  });
};

/**
 * Byte by byte, each in a chunk of its own, as fast as the connection accepts them; after that it is
 * silent, and the idle timeout ends the download.
 */
const dripping: Server = (measure) => (_request, response) => {
  let sentBytes = 0;
  const drip = () => {
    if (response.destroyed) return;
    sentBytes += 1;
    if (sentBytes < 500) response.write('x', () => setImmediate(drip));
    else measure();
  };
  drip();
};

/** Stops after more bytes than two sockets buffer, so that the mirror has started to read. */
const announcing: Server = (measure) => (_request, response) => {
  response.setHeader('content-length', fetchLimits.maxBytes);
  pour(response, (sentBytes) => {
    if (sentBytes !== 20 * megabyte) return;
    measure();
    response.destroy();
  });
};

/** What ends each download. Only a server that falls silent is stopped by the idle timeout, soon. */
const servers = [
  ['never ends', endless, fetchLimits, 'too_large'],
  ['drips', dripping, { ...fetchLimits, idleTimeoutMs: 2_000 }, 'timeout'],
  ['announces the largest file and stops', announcing, fetchLimits, 'truncated'],
] as const;

describe('a server that', () => {
  it.each(servers)('%s does not fill the memory', async (_what, serve, limits, reason) => {
    const measurements: number[] = [];
    const measure = () => void measurements.push(usedBytes());
    const server = await startMediaServer(serve(measure));
    const { ports, records } = createMirrorPorts();
    const fetchMedia = createTestFetcher({ localOrigins: [server.origin] }, limits);
    const bucket = createS3MediaBucket(discardingClient(), 'media');
    const deadlineAt = new Date(ports.now().getTime() + hangMs);
    const message = messageWith(picture({ url: `${server.origin}/a` }));
    const startBytes = usedBytes();
    const attempt = { number: 6, firstAt: ports.now(), isLast: true, deadlineAt };
    await mirrorMessage(message, attempt, { ...ports, bucket, fetchMedia });
    expect(records.events()).toMatchObject([{ detail: { data: { reason } } }]);
    expect(measurements).not.toEqual([]);
    expect(Math.max(...measurements) - startBytes).toBeLessThan(15 * megabyte);
  });
});

/** S3 that accepts every part and discards it. */
function discardingClient(): S3Client {
  const send = async () => ({ UploadId: 'upload', ETag: 'etag' });
  return Object.assign(Object.create(S3Client.prototype), { send });
}

/** The memory in use on the heap and outside of it, where buffers are. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  // Buffers that the first collection found are freed in the background, or by the second one.
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
