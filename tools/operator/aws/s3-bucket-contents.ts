import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ListedObject } from './s3-payload-bucket.ts';

/** One version of an object, without its content. */
export interface ObjectVersion extends ListedObject {
  /** Absent in a bucket without versions. */
  readonly versionId?: string | undefined;
  /** Whether it is what the key has now; false for what was overwritten or deleted. */
  readonly isLatest: boolean;
}

/** What S3 stores beside the bytes of an object. */
export interface ObjectHeaders {
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentDisposition: string | undefined;
}

/** A whole bucket, old versions included, as an erasure searches it. */
export interface BucketContents {
  /**
   * Every version of every object, by key and the newest first, a thousand at a time. Delete markers have
   * no content and are left out.
   */
  pages(): AsyncIterable<readonly ObjectVersion[]>;
  /** @returns `undefined` when the version does not exist any more */
  read(version: Pick<ObjectVersion, 'key' | 'versionId'>): Promise<string | undefined>;
  /** @returns `undefined` when the object does not exist any more */
  readHeaders(key: string): Promise<ObjectHeaders | undefined>;
}

/**
 * @param isVersioned whether the bucket keeps old versions
 */
export function createS3BucketContents(
  client: S3Client,
  bucket: string,
  isVersioned: boolean,
): BucketContents {
  return {
    pages: () => (isVersioned ? listVersions() : listObjects()),

    async read({ key, versionId }) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
        );
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey || isNoSuchVersion(error)) return undefined;
        throw error;
      }
    },

    async readHeaders(key) {
      try {
        const { Metadata = {}, ContentDisposition } = await client.send(
          new HeadObjectCommand({ Bucket: bucket, Key: key }),
        );
        return { metadata: Metadata, contentDisposition: ContentDisposition };
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
  };

  async function* listObjects(): AsyncGenerator<readonly ObjectVersion[]> {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      yield Contents.map(({ Key: key = '', Size: bytes = 0, LastModified }) => ({
        key,
        bytes,
        modifiedAt: toInstant(LastModified),
        isLatest: true,
      }));
    }
  }

  async function* listVersions(): AsyncGenerator<readonly ObjectVersion[]> {
    let page: ListObjectVersionsCommandOutput | undefined;
    do {
      page = await client.send(
        new ListObjectVersionsCommand({
          Bucket: bucket,
          KeyMarker: page?.NextKeyMarker,
          VersionIdMarker: page?.NextVersionIdMarker,
        }),
      );
      yield (page.Versions ?? []).map(({ Key: key = '', Size: bytes = 0, ...version }) => ({
        key,
        versionId: version.VersionId,
        bytes,
        modifiedAt: toInstant(version.LastModified),
        isLatest: version.IsLatest === true,
      }));
    } while (page.IsTruncated);
  }
}

function toInstant(date: Date | undefined): string {
  return date?.toISOString() ?? '';
}

/** The SDK has no class for it. */
function isNoSuchVersion(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchVersion';
}
