import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { UndeliverableStore } from './ports.ts';

/** Stream records in the vault bucket, whole, below `undeliverable/`. */
export function createS3UndeliverableStore(client: S3Client, bucket: string): UndeliverableStore {
  return {
    async keep(sequenceNumber, record) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: `undeliverable/${sequenceNumber}.json`,
            Body: JSON.stringify(record),
            ContentType: 'application/json',
          }),
        );
      } catch (error) {
        throw new TributaryError(
          'vault_unavailable',
          'the vault bucket did not take a record: look at its policy and at the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}
