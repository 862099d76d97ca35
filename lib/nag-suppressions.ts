import { type Acknowledgment, CfnElement, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { mediaPrefix } from '../shared/media/media-object.ts';
import { payloadPrefixes } from '../shared/payloads/payload-keys.ts';
import type { Gateway } from './gateway.ts';
import { rulePrefix, type SubscriberTeams } from './props/subscriber-teams.ts';

/**
 * Findings of cdk-nag (AwsSolutions and Serverless packs) that we accept for a whole gateway. A
 * finding on one resource is suppressed where that resource is defined.
 */
export function listNagSuppressions(
  { payloadBucket, mediaBucket, bus }: Pick<Gateway, 'payloadBucket' | 'mediaBucket' | 'bus'>,
  teams: SubscriberTeams,
): readonly Acknowledgment[] {
  // As cdk-nag names them.
  const payloadsBelow = (prefix: string) => `<${logicalId(payloadBucket)}.Arn>/${prefix}*`;
  const filesBelow = (prefix: string) => `<${logicalId(mediaBucket)}.Arn>/${prefix}*`;
  const rulesBelow = (prefix: string) =>
    `arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/<${logicalId(bus)}>/${prefix}*`;
  return [
    {
      id: 'AwsSolutions-S1',
      reason:
        'S3 delivers server access logs on a best-effort basis only. An owner who audits reads turns on CloudTrail data events.',
    },
    {
      id: 'AwsSolutions-SMG4',
      reason:
        'The token is part of the callback URL, which a person pastes into the provider console. A person therefore starts the rotation, and the previous token stays valid until it ends.',
    },
    {
      id: 'AwsSolutions-APIG4',
      reason:
        'Providers cannot sign requests for IAM or send a JWT. The function checks the token in the URL, and headers or a signature where the provider sends them, before it parses the body.',
    },
    {
      id: 'Serverless-LambdaDLQ',
      reason:
        'No function is invoked asynchronously. Callbacks are synchronous, the stream has an on-failure destination and the queue has a dead-letter queue.',
    },
    {
      id: 'Serverless-LambdaTracing',
      reason: 'X-Ray would cost more than the functions. Log lines and events carry ids instead.',
    },
    ...[
      {
        finding: payloadsBelow(payloadPrefixes.raw),
        reason: 'A callback function writes raw payloads under keys that contain an event id.',
      },
      {
        finding: payloadsBelow(payloadPrefixes.quarantine),
        reason: 'A callback function writes quarantined bodies under keys that contain their hash.',
      },
      {
        finding: payloadsBelow(payloadPrefixes.unmapped),
        reason: 'A callback function writes unmapped bodies under keys that contain their hash.',
      },
      {
        finding: payloadsBelow(payloadPrefixes.deadLetters),
        reason: 'The publisher writes dead letters under keys that contain their sequence number.',
      },
      {
        finding: payloadsBelow(payloadPrefixes.lambdaOnFailure),
        reason: 'Lambda chooses the keys of on-failure records under this prefix.',
      },
      {
        finding: filesBelow(''),
        reason:
          'This bucket holds only media files. The media mirror writes them and subscribers read them.',
      },
      ...Object.entries(teams).flatMap(([name, { providers = [] }]) => [
        {
          finding: rulesBelow(rulePrefix(name)),
          reason:
            'The team chooses the names of its rules after its prefix, which no rule of another team, of the gateway or of AWS has.',
        },
        ...providers.map((provider) => ({
          finding: filesBelow(mediaPrefix(provider)),
          reason: 'The team reads every file of this provider.',
        })),
      ]),
    ].map(({ finding, reason }) => ({ id: `AwsSolutions-IAM5[Resource::${finding}]`, reason })),
  ];
}

/** Of the resource inside of a construct. */
function logicalId(construct: Construct): string {
  const { defaultChild } = construct.node;
  if (!CfnElement.isCfnElement(defaultChild))
    throw new Error(`${construct.node.path} is not a resource`);
  return Stack.of(construct).getLogicalId(defaultChild);
}
