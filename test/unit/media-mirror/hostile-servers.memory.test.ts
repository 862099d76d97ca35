import type { RequestListener, ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { fetchLimits } from '../../../functions/media-mirror/limits.ts';
import { mirrorMessage } from '../../../functions/media-mirror/mirror-message.ts';
import { createS3MediaBucket } from '../../../functions/media-mirror/s3-media-bucket.ts';
import { createTestFetcher } from './fetching.ts';
import { startMediaServer } from './media-server.ts';
import { messageWith, picture } from './messages.ts';
import { createMirrorPorts } from './mirror-ports.ts';

/**
 * How much memory a server can make the mirror hold, with the real fetcher, its real limit on the size
 * and the real upload in parts, into a bucket that keeps nothing. Garbage is collected before each
 * look: how much of it V8 lets lie depends on its options, and is measured by the benchmark (e).
 */
const megabyte = 1024 * 1024;
const zeros = Buffer.alloc(64 * 1024);

/** A server that has the memory looked at when the mirror is in the middle of it. */
type Server = (look: () => void) => RequestListener;

/** Sends zeros as fast as they are taken, and tells after each block how many bytes there were. */
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

const endless: Server = (look) => (_request, response) => {
  pour(response, (sentBytes) => {
    if (sentBytes % (25 * megabyte) === 0) look();
  });
};

/** Byte by byte, each a chunk of its own, as fast as the connection takes them. */
const dripping: Server = (look) => (_request, response) => {
  let sentBytes = 0;
  const drip = () => {
    if (response.destroyed) return;
    sentBytes += 1;
    if (sentBytes === 500) look();
    response.write('x', () => setImmediate(drip));
  };
  drip();
};

/** Breaks off after more than two sockets hold, so that the mirror has begun. */
const announcing: Server = (look) => (_request, response) => {
  response.setHeader('content-length', fetchLimits.maxBytes);
  pour(response, (sentBytes) => {
    if (sentBytes !== 20 * megabyte) return;
    look();
    response.destroy();
  });
};

const servers = [
  ['never ends', endless, 'too_large'],
  ['drips', dripping, 'timeout'],
  ['announces the largest file and breaks off', announcing, 'truncated'],
] as const;

describe('a server that', () => {
  it.each(servers)('%s does not fill the memory', async (_what, serve, reason) => {
    const looks: number[] = [];
    const look = () => void looks.push(heldBytes());
    const server = await startMediaServer(serve(look));
    const { ports, records } = createMirrorPorts();
    const fetchMedia = createTestFetcher(
      { localOrigins: [server.origin] },
      { maxBytes: fetchLimits.maxBytes },
    );
    const bucket = createS3MediaBucket(forgetfulClient(), 'media');
    const patienceMs = reason === 'timeout' ? 1_000 : 60_000;
    const deadlineAt = new Date(ports.now().getTime() + patienceMs);
    const message = messageWith(picture({ url: `${server.origin}/a` }));
    const startBytes = heldBytes();
    const attempt = { number: 6, isLast: true, deadlineAt };
    await mirrorMessage(message, attempt, { ...ports, bucket, fetchMedia });
    expect(records.events()).toMatchObject([{ detail: { data: { reason } } }]);
    expect(looks).not.toEqual([]);
    expect(Math.max(...looks) - startBytes).toBeLessThan(15 * megabyte);
  });
});

/** S3 that takes every part and keeps none. */
function forgetfulClient(): S3Client {
  const send = async () => ({ UploadId: 'upload', ETag: 'etag' });
  return Object.assign(Object.create(S3Client.prototype), { send });
}

/** What is in use on the heap and outside of it, where buffers are. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  // Buffers that the first collection found are given back beside the program, or by the second.
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
