import type { Acknowledgment } from 'aws-cdk-lib';

/**
 * Findings of cdk-nag (AwsSolutions and Serverless packs) that are decisions of this gateway. They
 * hold for the whole stack; what holds for one queue is acknowledged where that queue is made.
 *
 * The findings on wildcards name logical ids, which a test keeps from changing.
 */
export const nagSuppressions: readonly Acknowledgment[] = [
  {
    id: 'AwsSolutions-S1',
    reason:
      'Server access logs are delivered on a best-effort basis; an owner who audits reads turns on CloudTrail data events.',
  },
  {
    id: 'AwsSolutions-SMG4',
    reason:
      'The token is part of the callback URL that a person pastes into a provider console, so it is rotated by hand, with the previous one valid meanwhile.',
  },
  {
    id: 'AwsSolutions-APIG4',
    reason:
      'Providers cannot sign for IAM or send a JWT. The function compares a capability token, and what else the provider proves, before it reads the body.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    reason:
      'No function is invoked asynchronously: callbacks are answered, the stream has an on-failure bucket, the queue a dead-letter queue.',
  },
  {
    id: 'Serverless-LambdaTracing',
    reason: 'X-Ray would cost more than the functions do. Lines and events carry ids instead.',
  },
  ...[
    {
      finding: '<PayloadBucket357F5869.Arn>/raw/*',
      reason: 'A provider function may write raw bodies, wherever their hash puts them.',
    },
    {
      finding: '<PayloadBucket357F5869.Arn>/quarantine/*',
      reason: 'The same for bodies that were not understood.',
    },
    {
      finding: '<PayloadBucket357F5869.Arn>/unmapped/*',
      reason: 'The same for bodies that the contract has no event for.',
    },
    {
      finding: '<PayloadBucket357F5869.Arn>/dead-letters/*',
      reason: 'The publisher may write what it cannot decode, under its hash.',
    },
    {
      finding: '<PayloadBucket357F5869.Arn>/aws/lambda/*',
      reason: 'Lambda chooses the names of on-failure records, under this prefix.',
    },
    {
      finding: '<MediaBucketBCBB02BA.Arn>/*',
      reason: 'Media are the only thing in this bucket: the mirror writes, subscribers read them.',
    },
    {
      finding:
        'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/<EventBusEEC924FB>/*',
      reason: 'Subscribers name their rules themselves; a condition limits them to their own.',
    },
  ].map(({ finding, reason }) => ({ id: `AwsSolutions-IAM5[Resource::${finding}]`, reason })),
];
