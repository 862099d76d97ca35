import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
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
            await orUnavailable(client.send(new PutObjectCommand({ ...params, Body: bytes })));
            return;
          }
          upload ??= await beginUpload(client, params);
          await upload.send(bytes);
        }
        await upload?.complete();
      } catch (error) {
        await upload?.abort();
        throw error;
      }
    },
  };
}

interface MultipartUpload {
  send(part: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  /** Never throws: it must not hide why, and the bucket's life cycle clears away what is left. */
  abort(): Promise<void>;
}

async function beginUpload(client: S3Client, params: ObjectParams): Promise<MultipartUpload> {
  // The SDK sends this checksum with each part; S3 checks the whole against all of them.
  const begin = new CreateMultipartUploadCommand({ ...params, ChecksumAlgorithm: 'CRC32' });
  const { UploadId } = await orUnavailable(client.send(begin));
  const target = { Bucket: params.Bucket, Key: params.Key, UploadId };
  const parts: CompletedPart[] = [];
  return {
    send: async (part) => {
      const PartNumber = parts.length + 1;
      const send = new UploadPartCommand({ ...target, PartNumber, Body: part });
      const { ETag, ChecksumCRC32 } = await orUnavailable(client.send(send));
      parts.push({ PartNumber, ETag, ChecksumCRC32 });
    },
    complete: async () => {
      const MultipartUpload = { Parts: parts };
      const complete = new CompleteMultipartUploadCommand({ ...target, MultipartUpload });
      await orUnavailable(client.send(complete));
    },
    abort: async () => {
      await orUnavailable(client.send(new AbortMultipartUploadCommand(target))).catch(() => {});
    },
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

/** Only what S3 does is trouble with the store; what the body throws passes as it is. */
async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new TributaryError('store_unavailable', 'the media bucket did not take a file', {
      retryable: true,
      cause: error,
    });
  }
}
