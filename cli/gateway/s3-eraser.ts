import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';

/** Deletes objects so that no version of them is left. */
export interface ObjectEraser {
  /** Every version of one object. */
  eraseObject(key: string): Promise<void>;
  /** Keys of the objects below a prefix. */
  keysBelow(prefix: string): Promise<readonly string[]>;
}

/**
 * @param isVersioned whether the bucket keeps old versions: a plain deletion would keep one, too
 */
export function createS3Eraser(
  client: S3Client,
  bucket: string,
  isVersioned: boolean,
): ObjectEraser {
  return {
    async eraseObject(key) {
      if (!isVersioned) {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        return;
      }
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
      );
      for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
        // The prefix may be the beginning of another key, too.
        if (Key !== key) continue;
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
      }
    },

    async keysBelow(prefix) {
      const keys: string[] = [];
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      for await (const { Contents = [] } of pages) {
        keys.push(...Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
      }
      return keys;
    },
  };
}
