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
  // Absent from every request: the emulator has no rule that an AWS service manages.
  'events:ManagedBy',
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

/** The condition keys of a request with their values. A key that is absent here is absent from the request. */
export type RequestContext = Readonly<Partial<Record<ConditionKey, readonly string[]>>>;

const byLowerCase: ReadonlyMap<string, ConditionKey> = new Map(
  conditionKeys.map((key) => [key.toLowerCase(), key]),
);

/** Finds a condition key regardless of case; `undefined` for an unknown key. */
export function toConditionKey(name: string): ConditionKey | undefined {
  return byLowerCase.get(name.toLowerCase());
}

/**
 * The condition keys that every request has. The emulator receives calls over plain HTTP on loopback;
 * it evaluates policies as if they came over TLS 1.3, as they do on AWS.
 */
export const everyRequest: RequestContext = {
  'aws:SecureTransport': ['true'],
  's3:TlsVersion': ['1.3'],
  'aws:RequestedRegion': [localAccount.region],
  'aws:ResourceAccount': [localAccount.accountId],
};
