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
import { TributaryError } from '../../shared/tributary-error.ts';
import type { MediaBucket, MediaObject } from './ports.ts';
import { toParts } from './to-parts.ts';

/** The smallest part that S3 takes in a multipart upload (other than the last). */
const partBytes = 5 * 1024 * 1024;

/** The header of an object and where it goes, in S3's words. */
type ObjectParams = ReturnType<typeof toParams>;

/**
 * The media bucket. A file of one part is one `PutObject`, sent when its last byte is here; a larger
 * one is a multipart upload, completed then. Either way a body that throws before its end leaves no
 * object. Encryption, retention and access are the bucket's own settings.
 *
 * Writes are conditional (`If-None-Match: *`). The queue may deliver a record twice at the same time,
 * and its server may answer the two with different bytes: were the second to overwrite the first, the
 * event record that the first has written would tell the hash of an object that is gone.
 *
 * Parts go out one after the other from the same memory. `@aws-sdk/lib-storage` would copy each part
 * together anew and leave the copies to the garbage collector: with it a file of 100 MB took 64 MB
 * more than one of 1 MB, this way 28 MB (Node.js 24, 2026-11-21).
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
            return await orExists(client.send(put));
          }
          upload ??= await beginUpload(client, params);
          await upload.send(bytes);
          if (isLast) return await upload.complete();
        }
        throw new Error('a body without a last part');
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
        throw unavailable(notGiven, error);
      }
    },
  };
}

const notTaken = 'the media bucket did not take a file';
const notGiven = 'the media bucket did not give a file back';

/** The condition of a write: no object has the key. Creating an upload and its parts has none. */
const ifAbsent = { IfNoneMatch: '*' } as const;

interface MultipartUpload {
  send(part: Uint8Array): Promise<void>;
  complete(): Promise<'stored' | 'exists'>;
  /** Never throws: it must not hide why, and the bucket's life cycle clears away what is left. */
  abort(): Promise<void>;
}

async function beginUpload(client: S3Client, params: ObjectParams): Promise<MultipartUpload> {
  // The SDK sends this checksum with each part; S3 checks the whole against all of them.
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
      const outcome = await orExists(client.send(new CompleteMultipartUploadCommand(input)));
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
  if (!(body instanceof Readable)) throw new Error('in Node.js the body of an object is a stream');
  try {
    yield* body;
  } catch (error) {
    throw unavailable(notGiven, error);
  }
}

/** A write whose condition failed has found an object under its key. */
async function orExists(write: Promise<unknown>): Promise<'stored' | 'exists'> {
  try {
    await write;
    return 'stored';
  } catch (error) {
    if (isPreconditionFailed(error)) return 'exists';
    throw unavailable(notTaken, error);
  }
}

function isPreconditionFailed(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}

/** Only what S3 does is trouble with the store; what the body throws passes as it is. */
async function orUnavailable<T>(response: Promise<T>): Promise<T> {
  try {
    return await response;
  } catch (error) {
    throw unavailable(notTaken, error);
  }
}

function unavailable(message: string, cause: unknown): TributaryError {
  return new TributaryError('store_unavailable', message, { retryable: true, cause });
}
