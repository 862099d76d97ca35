import { hash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { signMediaLink } from '../../../shared/runtime/s3-media-link.ts';

/** The mirror fetches the file within minutes; a link of temporary credentials may end earlier. */
const linkSeconds = 60 * 60;

/** Stores a picture in a bucket, and links to it without credentials. */
export async function putTestPicture(
  client: S3Client,
  object: { readonly bucket: string; readonly key: string },
  { bytes, mimeType }: { readonly bytes: Uint8Array; readonly mimeType: string },
  now: Date,
): Promise<string> {
  await client.send(
    new PutObjectCommand({
      Bucket: object.bucket,
      Key: object.key,
      Body: bytes,
      ContentType: mimeType,
    }),
  );
  return signMediaLink(client, object, linkSeconds, now);
}

/** Succeeds also when the object does not exist. */
export async function deleteTestPicture(
  client: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

/** The files that the mirror has stored of test pictures. */
export interface MirroredPictures {
  /** The SHA-256 of a file, hexadecimal; `undefined` when there is none. */
  hashOf(key: string): Promise<string | undefined>;
}

export function createMirroredPictures(client: S3Client, bucket: string): MirroredPictures {
  return {
    async hashOf(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return hash('sha256', (await Body?.transformToByteArray()) ?? '');
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
