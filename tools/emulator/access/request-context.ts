import { localAccount } from '../../emulator-client/account.ts';

/**
 * The condition keys whose values the emulator knows for every request, or knows to be absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const conditionKeys = [
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'dynamodb:Attributes',
  'dynamodb:LeadingKeys',
  'dynamodb:Select',
  'events:creatorAccount',
  'events:detail-type',
  'events:source',
  'lambda:FunctionUrlAuthType',
  'lambda:InvokedViaFunctionUrl',
  'lambda:SourceFunctionArn',
  's3:delimiter',
  's3:max-keys',
  's3:prefix',
  's3:TlsVersion',
] as const;

export type ConditionKey = (typeof conditionKeys)[number];

/** What a policy can ask of a request. A key that is absent here is absent from the request. */
export type RequestContext = Readonly<Partial<Record<ConditionKey, readonly string[]>>>;

const byLowerCase: ReadonlyMap<string, ConditionKey> = new Map(
  conditionKeys.map((key) => [key.toLowerCase(), key]),
);

/** The key as it is written here, since case does not count; undefined for one that is not known. */
export function toConditionKey(name: string): ConditionKey | undefined {
  return byLowerCase.get(name.toLowerCase());
}

/**
 * What holds for every request. Here they come over plain HTTP on loopback; on AWS the same calls
 * go over TLS 1.3, and that is what policies are about.
 */
export const everyRequest: RequestContext = {
  'aws:SecureTransport': ['true'],
  's3:TlsVersion': ['1.3'],
  'aws:RequestedRegion': [localAccount.region],
  'aws:ResourceAccount': [localAccount.accountId],
};
