import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { PayloadStore } from '../../../shared/payloads/payload-store.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';

/** An object of a bucket, without its content. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** ISO 8601 in UTC. */
  readonly modifiedAt: string;
}

/** The payload bucket, as commands read and change it. */
export interface PayloadBucket extends PayloadStore {
  /** Puts the object in the place of the one that exists, which the bucket keeps as an old version. */
  replace(key: string, json: string): Promise<void>;
  /** @returns `undefined` when there is no such object: it has expired, or was erased */
  read(key: string): Promise<string | undefined>;
  /** Every object below a prefix, by key. */
  list(prefix: string): Promise<readonly ListedObject[]>;
  /** Deletes the object; the bucket keeps it as an old version for another 30 days. */
  delete(key: string): Promise<void>;
}

export function createS3PayloadBucket(client: S3Client, bucket: string): PayloadBucket {
  const write = async (
    key: string,
    Body: string,
    condition: Pick<PutObjectCommandInput, 'IfNoneMatch'>,
  ): Promise<void> => {
    const input = { Bucket: bucket, Key: key, Body, ContentType: 'application/json' };
    try {
      await client.send(new PutObjectCommand({ ...input, ...condition }));
    } catch (error) {
      // The object exists.
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return;
      throw new TributaryError(
        'payload_store_unavailable',
        'the payload bucket did not accept an object: check its policy and the AWS status page',
        { retryable: true, cause: error },
      );
    }
  };
  return {
    put: (key, json) => write(key, json, { IfNoneMatch: '*' }),
    replace: (key, json) => write(key, json, {}),

    async read(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async list(prefix) {
      const objects: ListedObject[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix },
      )) {
        for (const { Key: key = '', Size: bytes = 0, LastModified } of Contents) {
          objects.push({ key, bytes, modifiedAt: LastModified?.toISOString() ?? '' });
        }
      }
      return objects;
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
