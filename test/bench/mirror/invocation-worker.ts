import { S3Client } from '@aws-sdk/client-s3';
import type { SQSEvent } from 'aws-lambda';
import { createMediaFetcher } from '../../../functions/media-mirror/download/fetch-media.ts';
import { fetchLimits } from '../../../functions/media-mirror/limits.ts';
import { createMirrorHandler } from '../../../functions/media-mirror/message/create-mirror-handler.ts';
import { createS3MediaBucket } from '../../../functions/media-mirror/store/s3-media-bucket.ts';
import { limitProcessorShare } from '../processor-share.ts';

/** The JSON that this script prints: the time of an invocation, and the peak memory of the process. */
export interface MirrorInvocation {
  readonly ms: number;
  readonly peakMegabytes: number;
}

const [, , url = '', endpoint = '', messages = '1', files = '1', share = '1'] = process.argv;
const now = () => new Date();
const silent = () => {};
const handler = createMirrorHandler({
  locateMedia: async ({ item }) => ({ kind: 'located', url: item.url ?? '' }),
  fetchMedia: createMediaFetcher({
    limits: fetchLimits,
    rules: { resolve: async () => [], isAllowed: () => false, localOrigins: [new URL(url).origin] },
    now,
  }),
  bucket: createS3MediaBucket(
    new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    'media',
  ),
  userHashKey: 'the id of the stack',
  records: { store: async () => 'stored' },
  history: { read: async () => [] },
  visibility: { hide: async () => {} },
  maxReceiveCount: 6,
  log: { info: silent, warn: silent, error: silent },
  now,
  random: Math.random,
});

function toBody(message: number): string {
  const media = Array.from({ length: Number(files) }, (_, index) => ({
    index,
    role: 'content',
    url,
    mimeType: 'video/mp4',
  }));
  const at = '2026-01-02T03:04:05.678Z';
  const times = { occurredAt: at, receivedAt: at };
  const metadata = { id: `911fd89b-f494-8371-a97e-00000000000${message}`, provider: 'incs' };
  return JSON.stringify({
    source: 'tributary.incs',
    'detail-type': 'message.received',
    detail: {
      metadata: { ...metadata, type: 'message.received', providerEvent: 'new_message', ...times },
      data: { message: { id: `wamid.${message}`, media } },
    },
  });
}

// Of a record, the handler reads these fields only.
const event = {
  Records: Array.from({ length: Number(messages) }, (_, message) => ({
    messageId: `${message}`,
    receiptHandle: `${message}`,
    body: toBody(message),
    attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: `${Date.now()}`,
    },
  })),
} as unknown as SQSEvent;

const settle = limitProcessorShare(Number(share));
const startedAt = performance.now();
const { batchItemFailures } = await handler(event, { getRemainingTimeInMillis: () => 360_000 });
settle();
const ms = performance.now() - startedAt;
if (batchItemFailures.length > 0) throw new Error('not every file was mirrored');
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ms, peakMegabytes } satisfies MirrorInvocation));
