import type { z } from 'zod';
import { localAccount } from '../../emulator-client/account.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Assembly } from './assembly.ts';
import { type Identity, identities, opaqueIdentity } from './identities.ts';
import { createResolver } from './intrinsics.ts';

/** A resource of the template with resolved intrinsic functions. */
export type StackResource = Identity & {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** The template as CloudFormation would deploy it to the emulator's account. */
export interface Stack {
  readonly name: string;
  /** What `AWS::StackId` is. */
  readonly id: string;
  readonly resources: readonly StackResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The resources of the given types, in the template's order. */
  ofType(...types: readonly string[]): readonly StackResource[];
}

/**
 * Resolves a template: conditions, references and functions.
 *
 * @param awsEndpoint origin of the endpoint for AWS calls; queue URLs begin with it
 * @throws {EmulatorError} for a reference or a function that cannot be resolved
 */
export function resolveStack(
  { stackName, template }: Pick<Assembly, 'stackName' | 'template'>,
  awsEndpoint: string,
): Stack {
  const known = new Map<string, Identity>();
  const stackId = `arn:aws:cloudformation:${localAccount.region}:${localAccount.accountId}:stack/${stackName}/local`;
  const resolve = createResolver(template, {
    ref: (logicalId) => identify(logicalId).ref,
    attribute: (logicalId, name) => {
      const value = identify(logicalId).attributes[name];
      if (value !== undefined) return value;
      const type = template.Resources[logicalId]?.Type ?? '';
      if (!(type in identities)) return `${stackName}-${logicalId}-${name}`;
      throw new EmulatorError(
        `the emulator does not know the attribute ${logicalId}.${name} (${type}): add it to tools/emulator/template/identities.ts`,
      );
    },
    pseudoParameters: {
      'AWS::AccountId': localAccount.accountId,
      'AWS::Region': localAccount.region,
      'AWS::Partition': localAccount.partition,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
      'AWS::StackId': stackId,
    },
  });

  function identify(logicalId: string): Identity {
    const identified = known.get(logicalId);
    if (identified) return identified;
    const resource = template.Resources[logicalId];
    if (!resource)
      throw new EmulatorError(`the template refers to ${logicalId}, which it does not define`);
    const toIdentity = identities[resource.Type] ?? opaqueIdentity;
    const identity = toIdentity({
      stackName,
      logicalId,
      awsEndpoint,
      given: (property) => {
        const value = resolve(resource.Properties[property]);
        return typeof value === 'string' ? value : undefined;
      },
      isTrue: (property) => String(resolve(resource.Properties[property])) === 'true',
    });
    known.set(logicalId, identity);
    return identity;
  }

  const resources = Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || resolve({ Condition }) === true)
    .map(([logicalId, resource]) => ({
      ...identify(logicalId),
      logicalId,
      type: resource.Type,
      properties: { ...(resolve(resource.Properties) as Record<string, unknown>) },
    }));

  return {
    name: stackName,
    id: stackId,
    resources,
    outputs: Object.fromEntries(
      Object.entries(template.Outputs).map(([name, { Value }]) => [name, resolve(Value)]),
    ),
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
  };
}

/**
 * Parses the properties of a resource.
 *
 * @throws {EmulatorError} naming the resource and the first property that the emulator does not support
 */
export function parseProperties<T>(resource: StackResource, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new EmulatorError(
    `the emulator cannot run ${resource.logicalId} (${resource.type}): ${issue?.path.join('.')}: ${issue?.message}`,
  );
}
