import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { StackResource } from '../template/stack.ts';

/**
 * Creates a bucket unless it exists. Encryption, lifecycle rules, versioning and public access blocks
 * have no effect on the emulator: only this machine reaches the engine, and it stores one version of
 * an object.
 */
export async function ensureBucket(s3: S3Client, { ref }: StackResource): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket: ref }));
  } catch (error) {
    // In us-east-1 S3 accepts the call for a bucket that exists; some engines do not.
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}
