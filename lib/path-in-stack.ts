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
