import { localAccount } from '../account.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsCall } from '../aws/call.ts';
import { permissionsOf } from './permissions.ts';
import { type Decision, decide, type Permission, type PolicyStatement } from './policy.ts';

/** Who calls: a function with its role, as the session that Lambda opens for it. */
export type Caller = {
  readonly functionName: string;
  readonly roleArn: string;
  readonly statements: readonly PolicyStatement[];
};

/** Checks one call; see {@link createAuthorizer}. */
export type Authorize = (call: AwsCall, input: unknown) => void;

/**
 * Compares each call of a function with the function's role. Calls with other access keys are the
 * account owner's, who may do everything.
 *
 * @param callers by access key.
 */
export function createAuthorizer(callers: ReadonlyMap<string, Caller>): Authorize {
  return (call, input) => {
    const caller = callers.get(call.accessKeyId);
    if (caller) requirePermissions(caller, permissionsOf(call, input), call.service);
  };
}

/**
 * @throws {AwsError} `AccessDeniedException`, worded as AWS does, for the first permission that the
 *   role lacks.
 */
function requirePermissions(
  caller: Caller,
  permissions: readonly Permission[],
  service: AwsCall['service'],
): void {
  for (const permission of permissions) {
    const decision = decide(caller.statements, permission);
    if (decision !== 'allow') throw accessDenied(caller, permission, decision, service);
  }
}

function accessDenied(
  { functionName, roleArn }: Caller,
  { action, resource }: Permission,
  decision: Exclude<Decision, 'allow'>,
  service: AwsCall['service'],
): AwsError {
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const session = `arn:${localAccount.partition}:sts::${localAccount.accountId}:assumed-role/${roleName}/${functionName}`;
  const because =
    decision === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const message = `User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
  if (service === 's3') return new AwsError('AccessDenied', message, 403);
  if (service === 'sqs') return new AwsError('AccessDenied', message, 403);
  return new AwsError('AccessDeniedException', message, 400);
}
