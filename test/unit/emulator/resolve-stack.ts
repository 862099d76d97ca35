import type { AssemblyStack } from '../../../tools/emulator/template/assembly.ts';
import { collectOmissions } from '../../../tools/emulator/template/omissions.ts';
import {
  type AppResources,
  noOthers,
  openStack,
  type Stack,
  toResources,
} from '../../../tools/emulator/template/stack.ts';

/**
 * Resolves the template of a stack on its own, of which nothing may be left out.
 *
 * @throws {EmulatorError} for a reference or a function that cannot be resolved
 */
export function resolveStack(
  stack: Pick<AssemblyStack, 'stackName' | 'template'>,
  awsEndpoint: string,
): Stack & AppResources {
  const read = openStack(stack, awsEndpoint, noOthers).read();
  for (const error of read.outputErrors.values()) throw error;
  const omissions = collectOmissions(() => true);
  return { ...read, resources: toResources(read.readResources(omissions)), omissions };
}
