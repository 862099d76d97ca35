import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaBucket, MediaObject } from '../../../../functions/media-mirror/ports.ts';
import { createS3MediaBucket } from '../../../../functions/media-mirror/store/s3-media-bucket.ts';
import { createMemoryBucket } from '../memory-bucket.ts';

const partBytes = 5 * 1024 * 1024;

const object = (key: string): MediaObject => ({
  key,
  contentType: 'image/jpeg',
  contentDisposition: `attachment; filename="__.jpg"; filename*=UTF-8''%E5%9B%BE.jpg`,
  metadata: { 'event-id': '0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0', 'media-index': '0' },
});

/**
 * Bytes that depend on their position, in uneven blocks of the same memory, as a download returns
 * them; `error` is thrown in place of the end.
 */
async function* bytesOf(sizeBytes: number, error?: Error): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(65_521);
  for (let offset = 0; offset < sizeBytes; offset += memory.length) {
    yield memory.fill(offset % 251).subarray(0, sizeBytes - offset);
  }
  if (error) throw error;
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const blocks: Uint8Array[] = [];
  for await (const block of body) blocks.push(Uint8Array.from(block));
  return Buffer.concat(blocks);
}

interface OpenBucket {
  readonly bucket: MediaBucket;
  /** The object with this key, header included. */
  readonly read: (key: string) => Promise<(MediaObject & { readonly bytes: Buffer }) | undefined>;
}

let fauxqs: FauxqsServer;
let client: S3Client;

beforeAll(async () => {
  fauxqs = await startFauxqs({ port: 0, logger: false });
  fauxqs.createBucket('media');
  client = new S3Client({
    endpoint: `http://127.0.0.1:${fauxqs.port}`,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

afterAll(async () => {
  client.destroy();
  await fauxqs.stop();
});

function openMemoryBucket(): OpenBucket {
  const bucket = createMemoryBucket('media');
  return { bucket, read: async (key) => bucket.objects.get(key) };
}

function openS3Bucket(): OpenBucket {
  return { bucket: createS3MediaBucket(client, 'media'), read: readFromS3 };
}

async function readFromS3(key: string) {
  try {
    const found = await client.send(new GetObjectCommand({ Bucket: 'media', Key: key }));
    return {
      key,
      contentType: found.ContentType ?? '',
      contentDisposition: found.ContentDisposition ?? '',
      metadata: found.Metadata ?? {},
      bytes: Buffer.from((await found.Body?.transformToByteArray()) ?? []),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

describe.each([
  ['in memory', openMemoryBucket],
  ['in S3', openS3Bucket],
])('a media bucket %s', (_where, open) => {
  it.each([1, partBytes - 1, partBytes, partBytes + 1, 2 * partBytes + 12_345])(
    'stores a file of %i bytes with its header',
    async (sizeBytes) => {
      const { bucket, read } = open();
      await bucket.put(object(`size-${sizeBytes}`), bytesOf(sizeBytes));
      const { bytes, ...header } = (await read(`size-${sizeBytes}`)) ?? { bytes: Buffer.alloc(0) };
      expect(header).toEqual(object(`size-${sizeBytes}`));
      expect(bytes.equals(await collect(bytesOf(sizeBytes)))).toBe(true);
    },
  );

  it.each([0, 1, partBytes + 1, 2 * partBytes + 12_345])(
    'stores nothing of a body that throws after %i bytes, and throws the same error',
    async (sizeBytes) => {
      const { bucket, read } = open();
      const error = new Error('the body broke');
      const put = bucket.put(object(`broken-${sizeBytes}`), bytesOf(sizeBytes, error));
      await expect(put).rejects.toBe(error);
      expect(await read(`broken-${sizeBytes}`)).toBeUndefined();
    },
  );

  it('leaves the earlier file unchanged when the body of a later one throws', async () => {
    const { bucket, read } = open();
    await bucket.put(object('earlier'), bytesOf(100));
    await expect(bucket.put(object('earlier'), bytesOf(50, new Error('broke')))).rejects.toThrow();
    expect((await read('earlier'))?.bytes.length).toBe(100);
  });

  it.each([1, 2 * partBytes + 12_345])('returns a stored file of %i bytes', async (sizeBytes) => {
    const { bucket } = open();
    expect(await bucket.put(object(`back-${sizeBytes}`), bytesOf(sizeBytes))).toBe('stored');
    const { contentType, body } = await bucket.read(`back-${sizeBytes}`);
    expect(contentType).toBe('image/jpeg');
    expect((await collect(body)).equals(await collect(bytesOf(sizeBytes)))).toBe(true);
  });
});

describe('a file whose key exists already', () => {
  // fauxqs does not support conditional writes.
  const preconditionFailed = new S3ServiceException({
    name: 'PreconditionFailed',
    $fault: 'client',
    $metadata: { httpStatusCode: 412 },
  });

  it('does not replace the earlier file in memory', async () => {
    const bucket = createMemoryBucket('media');
    await bucket.put(object('taken'), bytesOf(100));
    expect(await bucket.put(object('taken'), bytesOf(50))).toBe('exists');
    expect(bucket.objects.get('taken')?.bytes.length).toBe(100);
  });

  it('does not replace the earlier file in S3', async () => {
    const s3 = mockClient(S3Client)
      .on(PutObjectCommand, { IfNoneMatch: '*' })
      .rejects(preconditionFailed);
    const bucket = createS3MediaBucket(new S3Client({ region: 'us-east-1' }), 'media');
    expect(await bucket.put(object('a'), bytesOf(10))).toBe('exists');
    s3.restore();
  });

  it('does not replace the earlier file in S3 when it is large, and deletes its parts', async () => {
    const s3 = mockClient(S3Client)
      .on(CreateMultipartUploadCommand)
      .resolves({ UploadId: '1' })
      .on(UploadPartCommand)
      .resolves({ ETag: '"1"' })
      .on(CompleteMultipartUploadCommand, { IfNoneMatch: '*' })
      .rejects(preconditionFailed);
    const bucket = createS3MediaBucket(new S3Client({ region: 'us-east-1' }), 'media');
    expect(await bucket.put(object('a'), bytesOf(partBytes + 1))).toBe('exists');
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    s3.restore();
  });
});

describe('a failure of S3', () => {
  const failing = () =>
    mockClient(S3Client).on(CreateMultipartUploadCommand).resolves({ UploadId: '1' });
  const bucket = () => createS3MediaBucket(new S3Client({ region: 'us-east-1' }), 'media');

  it('is store_unavailable for a small file', async () => {
    const s3 = failing().on(PutObjectCommand).rejects(new Error('SlowDown'));
    await expect(bucket().put(object('a'), bytesOf(10))).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
      cause: { message: 'SlowDown' },
    });
    s3.restore();
  });

  it('is store_unavailable for a large file, whose parts are deleted', async () => {
    const s3 = failing().on(UploadPartCommand).rejects(new Error('SlowDown'));
    await expect(bucket().put(object('a'), bytesOf(partBytes + 1))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
    s3.restore();
  });

  it('does not hide the error of a body when the parts cannot be deleted', async () => {
    const s3 = failing().on(UploadPartCommand).resolves({ ETag: '"1"' });
    s3.on(AbortMultipartUploadCommand).rejects(new Error('SlowDown'));
    const error = new Error('the body broke');
    await expect(bucket().put(object('a'), bytesOf(partBytes + 1, error))).rejects.toBe(error);
    s3.restore();
  });

  it('is store_unavailable when the file to read does not exist', async () => {
    const s3 = createS3MediaBucket(client, 'media');
    await expect(s3.read('nothing')).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('is store_unavailable when the stored file breaks off', async () => {
    const Body = Readable.from(bytesOf(10, new Error('reset'))) as NonNullable<
      GetObjectCommandOutput['Body']
    >;
    const s3 = mockClient(S3Client).on(GetObjectCommand).resolves({ Body });
    const { body } = await bucket().read('a');
    await expect(collect(body)).rejects.toMatchObject({ code: 'store_unavailable' });
    s3.restore();
  });

  it('releases the body that it does not accept', async () => {
    const s3 = failing().on(UploadPartCommand).rejects(new Error('SlowDown'));
    let isReleased = false;
    async function* body() {
      try {
        yield* bytesOf(50 * partBytes);
      } finally {
        isReleased = true;
      }
    }
    await expect(bucket().put(object('a'), body())).rejects.toThrow();
    expect(isReleased).toBe(true);
    s3.restore();
  });
});
