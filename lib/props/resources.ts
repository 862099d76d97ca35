import { Stack, Token } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { gatewayName } from './gateway-settings.ts';
import { inScope } from './in-scope.ts';
import type { GatewaySettings } from './parse-props.ts';

/** What the owner brings to a gateway. */
export interface GatewayResources {
  readonly encryptionKey: kms.IKey | undefined;
  readonly logsEncryptionKey: kms.IKey | undefined;
  readonly alarmTopic: sns.ITopic | undefined;
  readonly customDomain:
    | { readonly domainName: string; readonly certificate: acm.ICertificate }
    | undefined;
}

/** Takes what the owner brings, and names what is wrong with it in the stack of the gateway. */
export function toResources(
  gateway: Construct,
  name: string,
  settings: GatewaySettings,
): { readonly resources: GatewayResources; readonly problems: readonly string[] } {
  const { domainName, certificate: given } = settings.customDomain ?? {};
  const certificate = inScope(given, gateway, 'OwnCertificate');
  const resources = {
    encryptionKey: inScope(settings.encryptionKey, gateway, 'OwnKey'),
    logsEncryptionKey: inScope(settings.logsEncryptionKey, gateway, 'OwnLogsKey'),
    alarmTopic: inScope(settings.alarms.topic, gateway, 'OwnAlarmTopic'),
    customDomain: domainName !== undefined && certificate ? { domainName, certificate } : undefined,
  };
  const { region } = Stack.of(gateway);
  const arns = {
    encryptionKey: resources.encryptionKey?.keyArn,
    logsEncryptionKey: resources.logsEncryptionKey?.keyArn,
    'customDomain.certificate': certificate?.certificateArn,
    'alarms.topic': resources.alarmTopic?.topicArn,
  };
  const problems = [
    ...(gatewayName.safeParse(name).success
      ? []
      : [
          `the name "${name}" has more than 48 characters or other ones than letters, digits, dots, hyphens and underscores: set the prop name`,
        ]),
    ...findAliases(resources),
    ...findOtherKinds(arns),
    ...findElsewhere(region, arns),
  ];
  return { resources, problems };
}

/**
 * An alias is refused: table, buckets and secrets would take it, but no IAM policy can name a key by it, so that
 * every callback would be denied (KMS developer guide, "Specifying KMS keys in IAM policy statements", read
 * 2026-11-28).
 */
function findAliases({ encryptionKey, logsEncryptionKey }: GatewayResources): readonly string[] {
  return Object.entries({ encryptionKey, logsEncryptionKey }).flatMap(([prop, key]) =>
    key !== undefined && ('aliasName' in key || key.keyArn.includes(':alias/'))
      ? [
          `${prop} must be a key and not an alias, because no IAM policy can name a key by it: \`aws kms describe-key --key-id <alias>\` prints the ARN of the key`,
        ]
      : [],
  );
}

/** How the ARN of each begins. The constructs of the CDK take any text, and AWS refuses it at the deployment. */
const kinds = {
  encryptionKey: 'arn:aws:kms:<region>:<account>:key/',
  logsEncryptionKey: 'arn:aws:kms:<region>:<account>:key/',
  'customDomain.certificate': 'arn:aws:acm:<region>:<account>:certificate/',
  'alarms.topic': 'arn:aws:sns:<region>:<account>:',
} as const;

function findOtherKinds(
  arns: Readonly<Record<keyof typeof kinds, string | undefined>>,
): readonly string[] {
  const props = Object.keys(kinds) as (keyof typeof kinds)[];
  return props.flatMap((prop) => {
    const arn = arns[prop];
    if (arn === undefined || Token.isUnresolved(arn)) return [];
    const service = kinds[prop].split(':')[2];
    return arn.split(':')[2] === service
      ? []
      : [`${prop} has the ARN ${arn}: name one that begins with ${kinds[prop]}`];
  });
}

/** A table, a bucket, a secret and a regional domain can use nothing of another region. */
function findElsewhere(
  region: string,
  arns: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (Token.isUnresolved(region)) return [];
  return Object.entries(arns).flatMap(([prop, arn]) => {
    if (arn === undefined || Token.isUnresolved(arn)) return [];
    const other = arn.split(':')[3];
    return other === undefined || other === region
      ? []
      : [`${prop} is of region ${other}, and the stack of ${region}: name one of this region`];
  });
}
