import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';

/** A version of an object, or the mark of a deletion. */
export interface KeptVersion {
  readonly key: string;
  readonly versionId: string;
  /** Absent in the mark of a deletion. */
  readonly content?: string;
}

/**
 * S3 with versions, which the emulator's engine does not have: what is overwritten or deleted stays, under
 * an id of its own, until that id is deleted. Lists are ordered by key and the newest first, in pages
 * (S3 API reference, `ListObjectVersions` and `DeleteObjects`, read 2026-11-28).
 */
export class VersionedS3 {
  /** Oldest first. */
  private versions: KeptVersion[] = [];
  private written = 0;
  private readonly pageSize: number;

  constructor(pageSize: number) {
    this.pageSize = pageSize;
  }

  put(key: string, content: string): void {
    this.versions.push({ key, content, versionId: this.nextId() });
  }

  /** Deletes as an application does, which leaves a mark on top of the old versions. */
  remove(key: string): void {
    this.versions.push({ key, versionId: this.nextId() });
  }

  /** By key and the newest first, as S3 lists them. */
  kept(): readonly KeptVersion[] {
    const inOrder = (one: KeptVersion, other: KeptVersion) =>
      one.key === other.key ? 0 : one.key < other.key ? -1 : 1;
    return this.versions.toReversed().sort(inOrder);
  }

  /** A client of the SDK whose requests get their responses here. */
  client(): S3Client {
    const client = new S3Client({ region: 'eu-central-1' });
    const responses = mockClient(client);
    responses.on(ListObjectVersionsCommand).callsFake((input) => this.list(input));
    responses.on(DeleteObjectsCommand).callsFake(({ Delete: { Objects } }) => {
      for (const { Key, VersionId } of Objects) this.delete(Key, VersionId);
      return {};
    });
    responses.on(GetObjectCommand).callsFake(({ Key, VersionId }) => {
      const found = this.versions.findLast(
        ({ key, versionId }) => key === Key && (VersionId ?? versionId) === versionId,
      );
      return { Body: { transformToString: async () => found?.content } };
    });
    return client;
  }

  private list({
    Prefix = '',
    KeyMarker,
    VersionIdMarker,
  }: ListObjectVersionsCommandInput): Partial<ListObjectVersionsCommandOutput> {
    const all = this.kept().filter(({ key }) => key.startsWith(Prefix));
    const isLatest = (version: KeptVersion) =>
      all.find(({ key }) => key === version.key) === version;
    const first = all.findIndex(({ key, versionId }) =>
      VersionIdMarker === undefined
        ? KeyMarker === undefined || key > KeyMarker
        : key === KeyMarker && versionId === VersionIdMarker,
    );
    const from = first === -1 ? all.length : first + (VersionIdMarker === undefined ? 0 : 1);
    const page = all.slice(from, from + this.pageSize);
    const last = page.at(-1);
    const toListed = (version: KeptVersion) => ({
      Key: version.key,
      VersionId: version.versionId,
      IsLatest: isLatest(version),
    });
    return {
      Versions: page.filter(({ content }) => content !== undefined).map(toListed),
      DeleteMarkers: page.filter(({ content }) => content === undefined).map(toListed),
      IsTruncated: from + page.length < all.length,
      NextKeyMarker: last?.key,
      NextVersionIdMarker: last?.versionId,
    };
  }

  private delete(key: string, versionId: string | undefined): void {
    if (versionId === undefined) this.remove(key);
    else {
      this.versions = this.versions.filter(
        (version) => version.key !== key || version.versionId !== versionId,
      );
    }
  }

  private nextId(): string {
    this.written += 1;
    return `v${this.written}`;
  }
}
