import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { StackResource } from '../template/stack.ts';

/**
 * Creates a bucket; one that is there stays as it is. Encryption, lifecycle, versions and access
 * blocks of the template have no effect locally: nobody else reaches the engine, and it keeps one
 * version of an object.
 */
export async function ensureBucket(s3: S3Client, { ref }: StackResource): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket: ref }));
  } catch (error) {
    // In us-east-1 S3 says nothing when it is there, but not every emulator does so.
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}
