import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { deadLetterKey } from '../../shared/payloads/payload-keys.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { DeadLetterStore } from './ports.ts';

/** Dead letters in the payload bucket: one object for each stream record. */
export function createS3DeadLetterStore(client: S3Client, bucket: string): DeadLetterStore {
  return {
    async store(sequenceNumber, record) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: deadLetterKey(sequenceNumber),
            Body: JSON.stringify(record),
            ContentType: 'application/json',
          }),
        );
      } catch (error) {
        throw new TributaryError(
          'payload_store_unavailable',
          'the payload bucket did not accept a dead letter: check its policy and the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}
