import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { TributaryError } from '../../../shared/tributary-error.ts';
import type { MediaBucket, MediaObject } from '../ports.ts';
import { toParts } from './to-parts.ts';

/** The smallest part that S3 accepts in a multipart upload, other than the last one. */
const partBytes = 5 * 1024 * 1024;

/** Key and header of an object, in S3's words. */
type ObjectParams = ReturnType<typeof toParams>;

/**
 * The media bucket in S3. A file of one part is one `PutObject`, sent when its last byte has arrived;
 * a larger one is a multipart upload, completed then. In both cases a body that throws before its end
 * leaves no object. Encryption, retention and access are settings of the bucket.
 *
 * Writes are conditional (`If-None-Match: *`). SQS may deliver a record twice at the same time, and
 * the provider's server may send different bytes each time. If the second upload overwrote the first,
 * `media.stored` of the first would carry the hash of bytes that no longer exist.
 *
 * Parts are sent one after the other from the same memory. `@aws-sdk/lib-storage` copies each part
 * and leaves the copies to the garbage collector: with it a file of 100 MB took 64 MB more than one
 * of 1 MB, this way 28 MB (Node.js 24, 2026-11-21).
 */
export function createS3MediaBucket(client: S3Client, name: string): MediaBucket {
  return {
    name,
    put: async (object, body) => {
      const params = toParams(name, object);
      let upload: MultipartUpload | undefined;
      try {
        for await (const { bytes, isLast } of toParts(body, partBytes)) {
          if (isLast && upload === undefined) {
            const put = new PutObjectCommand({ ...params, ...ifAbsent, Body: bytes });
            return await toPutOutcome(client.send(put));
          }
          upload ??= await beginUpload(client, params);
          await upload.send(bytes);
          if (isLast) return await upload.complete();
        }
        throw new Error('the body had no last part');
      } catch (error) {
        await upload?.abort();
        throw error;
      }
    },
    read: async (key) => {
      try {
        const { ContentType = '', Body } = await client.send(
          new GetObjectCommand({ Bucket: name, Key: key }),
        );
        return { contentType: ContentType, body: readBlocks(Body) };
      } catch (error) {
        throw unavailable(readFailed, error);
      }
    },
  };
}

const writeFailed =
  'the media bucket did not accept a file: check its policy and the AWS status page';
const readFailed =
  'a file in the media bucket could not be read: check its policy and the AWS status page';

/**
 * The condition of a write: the key is free. S3 checks it when an upload is completed, not when the
 * upload is created or a part is sent.
 */
const ifAbsent = { IfNoneMatch: '*' } as const;

interface MultipartUpload {
  send(part: Uint8Array): Promise<void>;
  complete(): Promise<'stored' | 'exists'>;
  /** Never throws: that would hide the reason. The bucket's lifecycle deletes what remains. */
  abort(): Promise<void>;
}

async function beginUpload(client: S3Client, params: ObjectParams): Promise<MultipartUpload> {
  // The SDK sends this checksum with each part, and S3 checks the complete object against them.
  const begin = new CreateMultipartUploadCommand({ ...params, ChecksumAlgorithm: 'CRC32' });
  const { UploadId } = await orUnavailable(client.send(begin));
  const target = { Bucket: params.Bucket, Key: params.Key, UploadId };
  const parts: CompletedPart[] = [];
  const abort = async () => {
    await orUnavailable(client.send(new AbortMultipartUploadCommand(target))).catch(() => {});
  };
  return {
    send: async (part) => {
      const PartNumber = parts.length + 1;
      const send = new UploadPartCommand({ ...target, PartNumber, Body: part });
      const { ETag, ChecksumCRC32 } = await orUnavailable(client.send(send));
      parts.push({ PartNumber, ETag, ChecksumCRC32 });
    },
    complete: async () => {
      const MultipartUpload = { Parts: parts };
      const input = { ...target, ...ifAbsent, MultipartUpload };
      const outcome = await toPutOutcome(client.send(new CompleteMultipartUploadCommand(input)));
      if (outcome === 'exists') await abort();
      return outcome;
    },
    abort,
  };
}

function toParams(bucket: string, object: MediaObject) {
  return {
    Bucket: bucket,
    Key: object.key,
    ContentType: object.contentType,
    ContentDisposition: object.contentDisposition,
    Metadata: { ...object.metadata },
  };
}

async function* readBlocks(body: unknown): AsyncGenerator<Uint8Array> {
  if (!(body instanceof Readable)) throw new Error('the body of an object is not a stream');
  try {
    yield* body;
  } catch (error) {
    throw unavailable(readFailed, error);
  }
}

/** When the condition of a write fails, an object with its key exists. */
async function toPutOutcome(write: Promise<unknown>): Promise<'stored' | 'exists'> {
  try {
    await write;
    return 'stored';
  } catch (error) {
    if (isPreconditionFailed(error)) return 'exists';
    throw unavailable(writeFailed, error);
  }
}

function isPreconditionFailed(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}

/** Only errors of S3 become `store_unavailable`; those of the body are thrown unchanged. */
async function orUnavailable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw unavailable(writeFailed, error);
  }
}

function unavailable(message: string, cause: unknown): TributaryError {
  return new TributaryError('store_unavailable', message, { retryable: true, cause });
}
