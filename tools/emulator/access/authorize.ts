import { localAccount } from '../../emulator-client/account.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsCall } from '../aws/call.ts';
import type { PartitionKeyOf } from './dynamodb-permissions.ts';
import { permissionsOf } from './permissions.ts';
import { decide, type Permission, type PolicyStatement } from './policy.ts';
import type { RequestContext } from './request-context.ts';
import type { ResourcePolicies } from './resource-policies.ts';

/** A session of a role that makes calls. */
export interface Caller {
  readonly roleArn: string;
  /** Name of the session; Lambda names it after the function. */
  readonly sessionName: string;
  readonly statements: readonly PolicyStatement[];
  /** Absent when the caller is not a function. */
  readonly functionArn?: string;
}

export interface AuthorizerOptions {
  /** By access key. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly resourcePolicies: ResourcePolicies;
  readonly partitionKeyOf: PartitionKeyOf;
  now(): Date;
}

/**
 * Decides whether a call is allowed; see {@link createAuthorizer}.
 *
 * @param input the parsed input of a JSON operation; `undefined` for S3
 * @throws {AwsError} when it is denied
 */
export type Authorize = (call: AwsCall, input: unknown) => void;

/**
 * Checks each call of a function against the function's role and the policies of the resources. A
 * call with any other access key is made by the account owner, who may do everything.
 */
export function createAuthorizer(options: AuthorizerOptions): Authorize {
  const { callers, resourcePolicies, partitionKeyOf, now } = options;
  return (call, input) => {
    const caller = callers.get(call.accessKeyId);
    if (!caller) return;
    const context = contextOf(caller, now());
    for (const permission of permissionsOf(call, input, partitionKeyOf)) {
      const asked = { ...permission, context: { ...context, ...permission.context } };
      requirePermission(caller, asked, resourcePolicies, call.service);
    }
  };
}

function contextOf({ roleArn, functionArn }: Caller, now: Date): RequestContext {
  return {
    'aws:CurrentTime': [now.toISOString()],
    'aws:EpochTime': [String(Math.floor(now.getTime() / 1000))],
    'aws:PrincipalAccount': [localAccount.accountId],
    'aws:PrincipalArn': [roleArn],
    'aws:PrincipalIsAWSService': ['false'],
    'aws:PrincipalType': ['AssumedRole'],
    ...(functionArn ? { 'lambda:SourceFunctionArn': [functionArn] } : {}),
  };
}

/**
 * Within one account, an identity-based or a resource-based policy may allow, and either may deny.
 *
 * @throws {AwsError} `AccessDeniedException`, with the text that AWS uses
 */
function requirePermission(
  caller: Caller,
  permission: Permission,
  resourcePolicies: ResourcePolicies,
  service: AwsCall['service'],
): void {
  const sessionArn = sessionArnOf(caller);
  const ofRole = decide(caller.statements, permission);
  const ofResource = resourcePolicies.decide(
    { kind: 'role', roleArn: caller.roleArn, sessionArn },
    permission,
  );
  const deny = (because: string) => {
    const { action, resource } = permission;
    const message = `User: ${sessionArn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
    return accessDenied(message, service);
  };
  if (ofRole === 'explicit-deny') throw deny('with an explicit deny in an identity-based policy');
  if (ofResource === 'explicit-deny')
    throw deny('with an explicit deny in a resource-based policy');
  if (ofRole === 'allow' || ofResource === 'allow') return;
  throw deny(`because no identity-based policy allows the ${permission.action} action`);
}

function sessionArnOf({ roleArn, sessionName }: Caller): string {
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const { partition, accountId } = localAccount;
  return `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
}

function accessDenied(message: string, service: AwsCall['service']): AwsError {
  const isNamedSo = service === 's3' || service === 'sqs';
  return isNamedSo
    ? new AwsError('AccessDenied', message, 403)
    : new AwsError('AccessDeniedException', message, 400);
}
