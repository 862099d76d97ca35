import {
  type DescribedGateway,
  descriptionOutput,
  readGateways,
} from '../../../shared/runtime/gateway-description.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Assembly, AssemblyStack } from './assembly.ts';
import { moveToLocalAccount } from './environment.ts';
import { collectOmissions, type Omissions, type ResourceName } from './omissions.ts';
import { engineTypes } from './resource-types.ts';
import {
  type AppResources,
  noOthers,
  type OpenStack,
  openStack,
  type Stack,
  type StackResource,
  toResources,
} from './stack.ts';

/** A gateway of the app, and the stack that it is in. */
export type StackGateway = DescribedGateway & {
  readonly stack: Stack;
  /** Whether a resource is a part of the gateway. */
  has(resource: ResourceName): boolean;
};

/** A CDK app as CloudFormation would deploy all its stacks to the emulator's account. */
export interface App extends AppResources {
  readonly stacks: readonly Stack[];
  /** In the order of their stacks. */
  readonly gateways: readonly StackGateway[];
}

/**
 * Resolves the stacks of an app, which may import values of each other. What the emulator does not run is among
 * the omissions.
 *
 * @param awsEndpoint origin of the endpoint for AWS calls
 * @throws {EmulatorError} when something that a gateway needs cannot be resolved
 */
export function resolveApp({ stacks: given }: Pick<Assembly, 'stacks'>, awsEndpoint: string): App {
  const environments = given.map(({ environment }) => environment);
  const open: readonly OpenStack[] = given.map(({ stackName, template }) =>
    openStack({ stackName, template: moveToLocalAccount(template, environments) }, awsEndpoint, {
      importValue,
      stackOutput,
    }),
  );
  function importValue(name: string): unknown {
    for (const stack of open) {
      const found = stack.findExport(name);
      if (found) return found.value;
    }
    return noOthers.importValue(name);
  }
  function stackOutput(stackName: string, outputName: string): unknown {
    const found = open.find((stack) => stack.stackName === stackName)?.findOutput(outputName);
    return found ? found.value : noOthers.stackOutput(stackName, outputName);
  }

  const stacks = open.map((each) => each.read());
  const gateways = stacks.flatMap((stack) =>
    readGateways(stack.outputs).map((gateway) => {
      const paths = given.find(({ stackName }) => stackName === stack.name)?.constructPaths;
      return { ...gateway, stack, has: partsOf(gateway, stack, paths) };
    }),
  );
  for (const { stack, prefix } of gateways) {
    const [, error] = [...stack.outputErrors].find(([name]) => name.startsWith(prefix)) ?? [];
    if (error) throw error;
  }
  const omissions = collectOmissions((resource) =>
    gateways.some((gateway) => gateway.has(resource)),
  );
  const resources = stacks.flatMap((stack) => stack.readResources(omissions));
  return {
    stacks,
    gateways,
    resources: toResources(omitSameNames(resources, omissions)),
    omissions,
  };
}

/** The stacks that are named, by their name or the path of their construct, and those that they refer to. */
export function selectStacks(assembly: Assembly, names: readonly string[]): Assembly {
  if (names.length === 0) return assembly;
  const selected = new Set<AssemblyStack>();
  const select = (stack: AssemblyStack) => {
    if (selected.has(stack)) return;
    selected.add(stack);
    for (const each of assembly.stacks) {
      if (stack.dependencies.includes(each.artifactId)) select(each);
    }
  };
  for (const name of names) {
    const found = assembly.stacks.find(({ stackName }) => stackName === name);
    if (found === undefined) {
      const known = assembly.stacks.map(({ stackName }) => stackName).join(', ');
      throw new EmulatorError(`the app has no stack ${name}: use one of ${known}`);
    }
    select(found);
  }
  return { ...assembly, stacks: assembly.stacks.filter((stack) => selected.has(stack)) };
}

/**
 * The parts of a gateway are what its construct holds. Where the assembly does not say where constructs are, they
 * are everything in its stack.
 */
function partsOf(
  { prefix }: DescribedGateway,
  stack: Stack,
  paths: AssemblyStack['constructPaths'] = new Map(),
): StackGateway['has'] {
  const folder = paths.get(`${prefix}${descriptionOutput}`)?.replace(/[^/]+$/, '');
  return ({ stackName, logicalId }) =>
    stackName === stack.name &&
    (folder === undefined || (paths.get(logicalId)?.startsWith(folder) ?? false));
}

/**
 * Stacks of two accounts or regions may use a name twice, for which there is one place here. The second
 * resource is omitted.
 */
function omitSameNames(
  resources: readonly StackResource[],
  { attempt }: Omissions,
): readonly StackResource[] {
  const holders = new Map<string, StackResource>();
  return resources.filter((resource) => {
    if (!isNamed.has(resource.type)) return true;
    const key = `${resource.type} ${resource.ref}`;
    const holder = holders.get(key);
    holders.set(key, holder ?? resource);
    const isFree = attempt(resource, () => {
      if (holder === undefined) return true;
      throw new EmulatorError(
        `${holder.stackName}/${holder.logicalId} has the same name (${resource.ref}): choose a stack with --stack`,
      );
    });
    return isFree ?? false;
  });
}

const isNamed: ReadonlySet<string> = new Set([
  ...engineTypes,
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
]);
