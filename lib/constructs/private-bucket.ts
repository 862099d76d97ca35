import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Properties of {@link PrivateBucket}. */
export interface PrivateBucketProps {
  /** @default keys that S3 manages */
  readonly encryptionKey?: kms.IKey | undefined;
  /** Days after which objects are deleted. @default never */
  readonly expireAfterDays?: number | undefined;
  /** Whether overwritten and deleted objects remain as old versions for 30 days. */
  readonly versioned: boolean;
}

/** A bucket without public access, with TLS required, that remains when the stack is deleted. */
export class PrivateBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id, {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Retained, except when the deployment that creates it fails: nothing is in it yet.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      versioned: props.versioned,
      ...(props.encryptionKey
        ? {
            encryption: s3.BucketEncryption.KMS,
            encryptionKey: props.encryptionKey,
            bucketKeyEnabled: true,
          }
        : { encryption: s3.BucketEncryption.S3_MANAGED }),
      lifecycleRules: [
        {
          id: 'abandoned-uploads',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        ...(props.versioned
          ? [{ id: 'old-versions', noncurrentVersionExpiration: Duration.days(30) }]
          : []),
        ...(props.expireAfterDays === undefined
          ? []
          : [{ id: 'retention', expiration: Duration.days(props.expireAfterDays) }]),
      ],
    });
  }
}
