import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  NotFound,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import { forEachInParallel } from '../in-parallel.ts';
import { OperatorError } from '../operator-error.ts';

/** The most objects of one DeleteObjects. */
const batchObjects = 1_000;

/** Objects whose versions are listed at the same time. */
const listers = 16;

/** Deletes objects with all their versions. */
export interface ObjectEraser {
  /**
   * Deletes every version of these objects, in batches.
   *
   * @param onErased receives the number of objects in each deleted batch
   * @throws {OperatorError} when S3 does not delete all of them
   */
  erase(keys: readonly string[], onErased: (objects: number) => void): Promise<void>;
  /**
   * Deletes the versions of these objects that were overwritten or deleted, and leaves what the keys have
   * now. Does nothing in a bucket without versions.
   *
   * @throws {OperatorError} when S3 does not delete all of them
   */
  eraseOldVersions(keys: readonly string[]): Promise<void>;
  /** Those of these objects of which the bucket still has something, old versions included. */
  findRemaining(keys: readonly string[]): Promise<readonly string[]>;
}

/**
 * @param isVersioned whether the bucket keeps old versions: a plain deletion would keep one
 */
export function createS3Eraser(
  client: S3Client,
  bucket: string,
  isVersioned: boolean,
): ObjectEraser {
  return {
    async erase(keys, onErased) {
      for (const batch of inBatches(keys)) {
        const objects: readonly ObjectIdentifier[] = isVersioned
          ? await versionsOf(batch, 'all')
          : batch.map((Key) => ({ Key }));
        for (const Objects of inBatches(objects)) await deleteBatch(Objects);
        onErased(batch.length);
      }
    },

    async eraseOldVersions(keys) {
      if (!isVersioned) return;
      for (const Objects of inBatches(await versionsOf(keys, 'old'))) await deleteBatch(Objects);
    },

    async findRemaining(keys) {
      if (isVersioned) {
        const versions = await versionsOf(keys, 'all');
        return [...new Set(versions.flatMap(({ Key }) => Key ?? []))];
      }
      const remaining: string[] = [];
      await forEachInParallel(keys, listers, async (key) => {
        if (await exists(key)) remaining.push(key);
      });
      return remaining;
    },
  };

  async function exists(key: string): Promise<boolean> {
    try {
      await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }

  async function deleteBatch(Objects: ObjectIdentifier[]): Promise<void> {
    const { Errors: [first, ...others] = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    if (first === undefined) return;
    throw new OperatorError(
      `S3 did not delete ${1 + others.length} of ${Objects.length} objects (${first.Code}): run the command again`,
    );
  }

  async function versionsOf(
    keys: readonly string[],
    which: 'all' | 'old',
  ): Promise<readonly ObjectIdentifier[]> {
    const found: ObjectIdentifier[] = [];
    await forEachInParallel(keys, listers, async (key) => {
      found.push(...(await versionsOfOne(key, which)));
    });
    return found;
  }

  /** S3 lists keys in order, so that the versions of the object itself come first. */
  async function versionsOfOne(
    key: string,
    which: 'all' | 'old',
  ): Promise<readonly ObjectIdentifier[]> {
    const found: ObjectIdentifier[] = [];
    let position: Partial<ListObjectVersionsCommandInput> | undefined = {};
    while (position !== undefined) {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...position }),
      );
      for (const version of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
        const { Key, VersionId, IsLatest } = version;
        // Another key may begin with this key.
        if (Key === key && (which === 'all' || !IsLatest)) found.push({ Key, VersionId });
      }
      position =
        page.IsTruncated && page.NextKeyMarker === key
          ? { KeyMarker: key, VersionIdMarker: page.NextVersionIdMarker }
          : undefined;
    }
    return found;
  }
}

function* inBatches<Value>(values: readonly Value[]): Generator<Value[]> {
  for (let from = 0; from < values.length; from += batchObjects) {
    yield values.slice(from, from + batchObjects);
  }
}
