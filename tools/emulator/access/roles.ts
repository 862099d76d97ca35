import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { type AppResources, parseProperties, type StackResource } from '../template/stack.ts';
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
export function readManagedPolicies(
  app: AppResources,
): ReadonlyMap<string, readonly PolicyStatement[]> {
  return new Map(
    readAttachedPolicies(app, 'AWS::IAM::ManagedPolicy').map(({ policy, PolicyDocument }) => [
      policy.ref,
      PolicyDocument.Statement,
    ]),
  );
}

/**
 * The statements of each role of the template, by the role's ARN: of its inline policies and of the
 * attached policies.
 *
 * A role with an AWS managed policy, whose statements are not in the template, is omitted.
 */
export function readRoleStatements(
  app: AppResources,
): ReadonlyMap<string, readonly PolicyStatement[]> {
  const attached = readAttachedPolicies(app, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy');
  const statementsOf = (role: StackResource) => {
    const { Policies: own, ManagedPolicyArns: managed } = parseProperties(role, roleProperties);
    const others = attached
      .filter(({ policy, Roles }) => Roles.includes(role.ref) || managed.includes(policy.ref))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    requireKnown(
      managed,
      attached.map(({ policy }) => policy.ref),
    );
    return [...own, ...others];
  };
  const roles = app.resources.ofType('AWS::IAM::Role').flatMap((role) => {
    const statements = app.omissions.attempt(role, () => statementsOf(role));
    return statements ? [[role.attributes.Arn ?? '', statements] as const] : [];
  });
  return new Map(roles);
}

function readAttachedPolicies({ resources, omissions }: AppResources, ...types: readonly string[]) {
  return resources.ofType(...types).flatMap((policy) => {
    const read = () => ({ policy, ...parseProperties(policy, attachedPolicyProperties) });
    return omissions.attempt(policy, read) ?? [];
  });
}

function requireKnown(managedPolicyArns: readonly string[], ownPolicies: readonly string[]): void {
  const unknown = managedPolicyArns.find(
    (arn) => !ownPolicies.includes(arn) && !withoutEffect.test(arn),
  );
  if (!unknown) return;
  throw new EmulatorError(
    `the emulator does not have the statements of ${unknown}, so it does not check what functions with this role do`,
  );
}
