import type { z } from 'zod';
import { localAccount } from '../../emulator-client/account.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { AssemblyStack, Template } from './assembly.ts';
import { type Identity, identities, opaqueIdentity } from './identities.ts';
import { createResolver, type ReferenceScope, type Resolve } from './intrinsics.ts';
import type { Omissions } from './omissions.ts';
import { requireKnownType } from './resource-types.ts';

/** A resource of a template with resolved intrinsic functions. */
export type StackResource = Identity & {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** The resources of one stack, or of all stacks of an app. */
export interface Resources {
  readonly all: readonly StackResource[];
  /** The resources of the given types, in the order of the templates. */
  ofType(...types: readonly string[]): readonly StackResource[];
}

/** What there is to run. */
export interface AppResources {
  readonly resources: Resources;
  readonly omissions: Omissions;
}

/** A template as CloudFormation would deploy it to the emulator's account. */
export interface Stack {
  readonly name: string;
  /** What `AWS::StackId` is. */
  readonly id: string;
  readonly template: Template;
  /** Those without the outputs that cannot be resolved. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Why an output cannot be resolved, by its name. */
  readonly outputErrors: ReadonlyMap<string, EmulatorError>;
  /** Resolves the resources whose type the emulator runs. Those that it cannot resolve are omitted. */
  readResources(omissions: Omissions): readonly StackResource[];
}

/** What another stack exports under a name, or has as an output: `undefined` when it has no such name. */
export type Export = { readonly value: unknown } | undefined;

/** A stack whose exports can be read while other stacks are still being resolved. */
export interface OpenStack {
  readonly stackName: string;
  findExport(name: string): Export;
  /** By the logical id of the output. */
  findOutput(outputName: string): Export;
  /** Resolves the outputs. */
  read(): Stack;
}

/**
 * Opens a template: conditions, references and functions.
 *
 * @param awsEndpoint origin of the endpoint for AWS calls; queue URLs begin with it
 * @param others what the other stacks of the app export and put out
 */
export function openStack(
  { stackName, template }: Pick<AssemblyStack, 'stackName' | 'template'>,
  awsEndpoint: string,
  others: Pick<ReferenceScope, 'importValue' | 'stackOutput'>,
): OpenStack {
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
        `the emulator does not know the attribute ${logicalId}.${name} (${type})`,
      );
    },
    importValue: others.importValue,
    stackOutput: others.stackOutput,
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

  function readResources({ attempt }: Omissions): readonly StackResource[] {
    return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
      const { Type: type, Condition, Properties } = resource;
      const resolved = attempt({ stackName, logicalId, type }, () => {
        if (!isCreated({ Condition }, resolve)) return [];
        requireKnownType(type);
        const properties = { ...(resolve(Properties) as Record<string, unknown>) };
        return [{ ...identify(logicalId), stackName, logicalId, type, properties }];
      });
      return resolved ?? [];
    });
  }

  return {
    stackName,
    findExport: (name) => findExport(template, resolve, name),
    findOutput: (outputName) => {
      const found = template.Outputs[outputName];
      return found && isCreated(found, resolve) ? { value: resolve(found.Value) } : undefined;
    },
    read: () => {
      const { outputs, outputErrors } = readOutputs(template, resolve);
      return { name: stackName, id: stackId, template, outputs, outputErrors, readResources };
    },
  };
}

/** A stack alone: whatever it wants of others is not there. */
export const noOthers: Pick<ReferenceScope, 'importValue' | 'stackOutput'> = {
  importValue(name) {
    throw new EmulatorError(`no stack of the app exports ${name}`);
  },
  stackOutput(stackName, outputName) {
    throw new EmulatorError(`no stack ${stackName} of the app has the output ${outputName}`);
  },
};

export function toResources(all: readonly StackResource[]): Resources {
  return { all, ofType: (...types) => all.filter(({ type }) => types.includes(type)) };
}

/** Whether the condition of a resource or an output is met. */
function isCreated(
  { Condition }: { readonly Condition?: string | undefined },
  resolve: Resolve,
): boolean {
  return Condition === undefined || resolve({ Condition }) === true;
}

function findExport({ Outputs }: Template, resolve: Resolve, name: string): Export {
  const found = Object.values(Outputs).find(
    (output) => output.Export && isCreated(output, resolve) && resolve(output.Export.Name) === name,
  );
  return found && { value: resolve(found.Value) };
}

function readOutputs(
  { Outputs }: Template,
  resolve: Resolve,
): Pick<Stack, 'outputs' | 'outputErrors'> {
  const outputs: Record<string, unknown> = {};
  const outputErrors = new Map<string, EmulatorError>();
  for (const [name, { Value, Condition }] of Object.entries(Outputs)) {
    try {
      if (!isCreated({ Condition }, resolve)) continue;
      outputs[name] = resolve(Value);
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      outputErrors.set(name, error);
    }
  }
  return { outputs, outputErrors };
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
