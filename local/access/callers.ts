import { LocalGatewayError } from '../errors.ts';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import type { Stack } from '../template/stack.ts';
import type { Caller } from './authorize.ts';
import { readRoleStatements } from './roles.ts';

/** The functions of the template as callers, by the access key of each. */
export function readCallers(
  stack: Stack,
  functions: readonly FunctionSettings[],
): ReadonlyMap<string, Caller> {
  const roles = readRoleStatements(stack);
  return new Map(
    functions.map(({ accessKeyId, functionName, roleArn, logicalId }) => {
      const statements = roles.get(roleArn);
      if (!statements)
        throw new LocalGatewayError(`the role of ${logicalId} is not in the template`);
      return [accessKeyId, { functionName, roleArn, statements }];
    }),
  );
}
