import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';
import { everythingConfigured, keyArn, synthesize } from './synthesize.ts';

const template = synthesize();
const configured = synthesize(everythingConfigured);

describe.each(['MediaBucket', 'PayloadBucket'])('the %s', (name) => {
  const [bucket, keyedBucket] = [template, configured].map((of) => {
    const entries = Object.entries(of.findResources('AWS::S3::Bucket'));
    return entries.find(([id]) => id.startsWith(name))?.[1];
  });

  it('is private', () => {
    expect(bucket?.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(bucket?.Properties.OwnershipControls.Rules).toEqual([
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
  });

  it('is encrypted with keys of S3, or with the owner’s', () => {
    const encryption = (of: typeof bucket) =>
      of?.Properties.BucketEncryption.ServerSideEncryptionConfiguration[0];
    expect(encryption(bucket).ServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
    expect(encryption(keyedBucket)).toEqual({
      BucketKeyEnabled: true,
      ServerSideEncryptionByDefault: {
        SSEAlgorithm: 'aws:kms',
        KMSMasterKeyID: keyArn,
      },
    });
  });

  it('remains when the stack is deleted', () => {
    expect(bucket?.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(bucket?.UpdateReplacePolicy).toBe('Retain');
  });

  it('deletes abandoned uploads after a day', () => {
    expect(bucket?.Properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'abandoned-uploads',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    });
  });
});

it('every statement about a bucket denies requests without TLS 1.2; none allows access', () => {
  const policies = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const refusals = statements.map(
    ({ Effect, Condition, Resource }) =>
      `${Effect} ${JSON.stringify(Condition)} ${Resource.map(readable).join(' ')}`,
  );
  const withoutTls = '{"Bool":{"aws:SecureTransport":"false"}}';
  const oldTls = '{"NumericLessThan":{"s3:TlsVersion":1.2}}';
  expect(refusals.sort()).toEqual([
    `Deny ${withoutTls} MediaBucket MediaBucket/*`,
    `Deny ${withoutTls} PayloadBucket PayloadBucket/*`,
    `Deny ${oldTls} MediaBucket MediaBucket/*`,
    `Deny ${oldTls} PayloadBucket PayloadBucket/*`,
  ]);
});

it('the payload bucket keeps old versions for 30 days', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: {
      Rules: Match.arrayWith([
        {
          Id: 'old-versions',
          Status: 'Enabled',
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        },
      ]),
    },
  });
});

it('objects never expire unless the owner configures a retention', () => {
  const expirations = (of: typeof template) =>
    Object.values(of.findResources('AWS::S3::Bucket')).flatMap(({ Properties }) =>
      Properties.LifecycleConfiguration.Rules.flatMap(
        (rule: { ExpirationInDays?: number }) => rule.ExpirationInDays ?? [],
      ),
    );
  expect(expirations(template)).toEqual([]);
  expect(expirations(configured)).toEqual([20, 60]);
});
