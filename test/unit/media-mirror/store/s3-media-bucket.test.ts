import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import type { MediaObject } from '../../../../functions/media-mirror/ports.ts';
import { createS3MediaBucket } from '../../../../functions/media-mirror/store/s3-media-bucket.ts';

const partBytes = 5 * 1024 * 1024;

const object: MediaObject = {
  key: 'a',
  contentType: 'image/jpeg',
  contentDisposition: 'attachment',
  metadata: {},
};

/** Empty blocks; `error` is thrown in place of the end. */
async function* bytesOf(sizeBytes: number, error?: Error): AsyncGenerator<Uint8Array> {
  const block = Buffer.alloc(64 * 1024);
  for (let offset = 0; offset < sizeBytes; offset += block.length) {
    yield block.subarray(0, sizeBytes - offset);
  }
  if (error) throw error;
}

const unavailable = { code: 'store_unavailable', retryable: true };

const client = new S3Client({ region: 'us-east-1' });
const s3 = mockClient(client);
const bucket = createS3MediaBucket(client, 'media');

/** How many times S3 has deleted the parts of an upload: not as soon as it is asked. */
let deletions = 0;

beforeEach(() => {
  s3.reset();
  deletions = 0;
  s3.on(AbortMultipartUploadCommand).callsFake(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    deletions += 1;
    return {};
  });
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: '1' });
  s3.on(UploadPartCommand).resolves({ ETag: '"1"' });
});

it('a large file whose key exists has its parts deleted', async () => {
  const preconditionFailed = new S3ServiceException({
    name: 'PreconditionFailed',
    $fault: 'client',
    $metadata: { httpStatusCode: 412 },
  });
  s3.on(CompleteMultipartUploadCommand, { IfNoneMatch: '*' }).rejects(preconditionFailed);
  expect(await bucket.put(object, bytesOf(partBytes + 1))).toBe('exists');
  expect(deletions).toBe(1);
});

it('a large file of which S3 does not accept a part has its parts deleted', async () => {
  s3.on(UploadPartCommand).rejects(new Error('SlowDown'));
  await expect(bucket.put(object, bytesOf(partBytes + 1))).rejects.toMatchObject({
    ...unavailable,
    cause: { message: 'SlowDown' },
  });
  expect(deletions).toBe(1);
  expect(s3.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
});

it('parts that cannot be deleted do not hide the error of the body', async () => {
  s3.on(AbortMultipartUploadCommand).rejects(new Error('SlowDown'));
  const error = new Error('the body broke');
  await expect(bucket.put(object, bytesOf(partBytes + 1, error))).rejects.toBe(error);
});

it('a body of which S3 does not accept a part is released', async () => {
  s3.on(UploadPartCommand).rejects(new Error('SlowDown'));
  let isReleased = false;
  async function* body() {
    try {
      yield* bytesOf(50 * partBytes);
    } finally {
      isReleased = true;
    }
  }
  await expect(bucket.put(object, body())).rejects.toThrow();
  expect(isReleased).toBe(true);
});

it('a stored file that breaks off while it is read is a retryable error', async () => {
  const Body = Readable.from(bytesOf(10, new Error('reset'))) as NonNullable<
    GetObjectCommandOutput['Body']
  >;
  s3.on(GetObjectCommand).resolves({ Body });
  const { body } = await bucket.read('a');
  await expect(buffer(body)).rejects.toMatchObject(unavailable);
});
