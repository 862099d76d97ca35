import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { MediaBucket } from './ports.ts';

/**
 * The smallest part that S3 takes. One part is sent while nothing else is collected, so that an
 * upload holds two parts at most, however large the file: what was collected and its copy.
 */
const partBytes = 5 * 1024 * 1024;

/**
 * The media bucket. A file below one part is one `PutObject`, sent when its last byte is here;
 * a larger one is a multipart upload, completed then. Either way a body that throws before its end
 * leaves no object. Encryption, retention and access are the bucket's own settings.
 */
export function createS3MediaBucket(client: S3Client, name: string): MediaBucket {
  return {
    name,
    put: async (object, body) => {
      const watched = watch(body);
      const stream = Readable.from(watched.bytes, { objectMode: true, highWaterMark: 1 });
      const upload = new Upload({
        client,
        partSize: partBytes,
        queueSize: 1,
        params: {
          Bucket: name,
          Key: object.key,
          Body: stream,
          ContentType: object.contentType,
          ContentDisposition: object.contentDisposition,
          Metadata: object.metadata,
        },
      });
      try {
        await upload.done();
      } catch (error) {
        // Clearing away the parts may fail as well and would hide why they had to be.
        const thrown = watched.thrown();
        if (thrown !== undefined) throw thrown;
        throw new TributaryError('store_unavailable', `the bucket ${name} did not take a file`, {
          retryable: true,
          cause: error,
        });
      } finally {
        stream.destroy();
      }
    },
  };
}

/** A body that remembers the error it ended with. */
function watch(body: AsyncIterable<Uint8Array>) {
  let thrown: unknown;
  async function* bytes() {
    try {
      yield* body;
    } catch (error) {
      thrown = error;
      throw error;
    }
  }
  return { bytes: bytes(), thrown: () => thrown };
}
