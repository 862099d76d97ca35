import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type { ExportFolder } from '../table-export/export-folder.ts';

/** An export in the bucket to which DynamoDB wrote it. */
export function createS3ExportFolder(
  client: S3Client,
  bucket: string,
  prefix: string,
): ExportFolder {
  return {
    name: `s3://${bucket}/${prefix}`,
    async read(path) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: `${prefix}/${path}` }),
        );
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
