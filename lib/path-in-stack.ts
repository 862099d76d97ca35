import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The ids of a construct and of those around it, from its stack on. `Default` names nothing. */
export function pathInStack(construct: Construct): readonly string[] {
  const { scopes } = construct.node;
  const stackAt = scopes.indexOf(Stack.of(construct));
  return scopes
    .slice(stackAt + 1)
    .map(({ node }) => node.id)
    .filter((id) => id !== 'Default');
}

/** Before the names of a gateway's outputs: by it the CLI names one of several in a stack. Empty for `Default`. */
export function outputPrefix(gateway: Construct): string {
  return pathInStack(gateway)
    .join('')
    .replace(/[^A-Za-z0-9]/g, '');
}
