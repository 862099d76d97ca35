import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { parseProperties, type Stack, type StackResource } from '../template/stack.ts';
import { type PolicyStatement, policyDocument } from './policy.ts';

const inlinePolicies = z
  .array(z.object({ PolicyDocument: policyDocument }))
  .default([])
  .transform((policies) => policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement));

const roleProperties = z.object({
  Policies: inlinePolicies,
  ManagedPolicyArns: z.array(z.string()).default([]),
});

const attachedPolicyProperties = z.object({
  PolicyDocument: policyDocument,
  Roles: z.array(z.string()).default([]),
});

/** AWS managed policies for logs and traces. Lambda makes those calls itself, so none reaches the emulator. */
const withoutEffect =
  /:policy\/(service-role\/AWSLambdaBasicExecutionRole|AWSXRayDaemonWriteAccess|CloudWatchLambdaInsightsExecutionRolePolicy)$/;

/** The statements of the managed policies of the template, by the policy's ARN. */
export function readManagedPolicies(stack: Stack): ReadonlyMap<string, readonly PolicyStatement[]> {
  return new Map(
    stack.ofType('AWS::IAM::ManagedPolicy').map((policy) => {
      const { PolicyDocument } = parseProperties(policy, attachedPolicyProperties);
      return [policy.ref, PolicyDocument.Statement];
    }),
  );
}

/**
 * The statements of each role of the template, by the role's ARN: of its inline policies and of the
 * attached policies.
 *
 * @throws {EmulatorError} for an AWS managed policy, whose statements are not in the template
 */
export function readRoleStatements(stack: Stack): ReadonlyMap<string, readonly PolicyStatement[]> {
  const attached = stack
    .ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
    .map((policy) => ({ policy, ...parseProperties(policy, attachedPolicyProperties) }));
  return new Map(
    stack.ofType('AWS::IAM::Role').map((role) => {
      const { Policies: own, ManagedPolicyArns: managed } = parseProperties(role, roleProperties);
      const others = attached
        .filter(({ policy, Roles }) => Roles.includes(role.ref) || managed.includes(policy.ref))
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      requireKnown(
        role,
        managed,
        attached.map(({ policy }) => policy.ref),
      );
      return [role.attributes.Arn ?? '', [...own, ...others]];
    }),
  );
}

function requireKnown(
  { logicalId }: StackResource,
  managedPolicyArns: readonly string[],
  ownPolicies: readonly string[],
): void {
  const unknown = managedPolicyArns.find(
    (arn) => !ownPolicies.includes(arn) && !withoutEffect.test(arn),
  );
  if (!unknown) return;
  throw new EmulatorError(
    `the emulator does not have the statements of ${unknown}, which ${logicalId} uses: write them into the role`,
  );
}
