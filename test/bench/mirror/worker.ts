import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createMediaFetcher } from '../../../functions/media-mirror/download/fetch-media.ts';
import { fetchLimits } from '../../../functions/media-mirror/limits.ts';
import { mirrorMedia } from '../../../functions/media-mirror/message/mirror-media.ts';
import type { MediaMessage } from '../../../functions/media-mirror/ports.ts';
import { createS3MediaBucket } from '../../../functions/media-mirror/store/s3-media-bucket.ts';

/** The JSON that this script prints: the time of one copy, and the peak memory of the process. */
export interface Copy {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

const [, , way, url = '', endpoint = ''] = process.argv;
const bucket = 'media';
const client = new S3Client({
  endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

const message: MediaMessage = {
  metadata: {
    id: '911fd89b-f494-8371-a97e-f986de7fc233',
    provider: 'incs',
    type: 'message.received',
    providerEvent: 'new_message',
    occurredAt: '2026-01-02T03:04:05.678Z',
    receivedAt: '2026-01-02T03:04:05.678Z',
  },
  data: { message: { id: 'wamid.BENCH', media: [] } },
};

/** The obvious implementation: read everything into memory, then call `PutObject` once. */
async function copyPlainly(): Promise<void> {
  const body = Buffer.from(await (await fetch(url)).arrayBuffer());
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'plain', Body: body }));
}

async function mirror(): Promise<void> {
  const now = () => new Date();
  const { origin } = new URL(url);
  const rules = { resolve: async () => [], isAllowed: () => false, localOrigins: [origin] };
  const outcome = await mirrorMedia(
    { message, item: { index: 0, role: 'content', url, mimeType: 'video/mp4' } },
    { isLast: true, deadlineAt: new Date(Date.now() + 300_000) },
    {
      locateMedia: async () => ({ kind: 'located', url }),
      fetchMedia: createMediaFetcher({ limits: fetchLimits, rules, now }),
      bucket: createS3MediaBucket(client, bucket),
      userHashKey: 'the id of the stack',
      now,
    },
  );
  if (outcome.kind !== 'stored') throw new Error(JSON.stringify(outcome));
}

const startedAt = performance.now();
await (way === 'mirror' ? mirror() : copyPlainly());
const seconds = (performance.now() - startedAt) / 1000;
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, peakMegabytes } satisfies Copy));
