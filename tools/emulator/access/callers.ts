import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import type { Stack } from '../template/stack.ts';
import type { Caller } from './authorize.ts';
import { readManagedPolicies, readRoleStatements } from './roles.ts';

/**
 * Who calls with which access key: each function of the template has one of its own. A managed
 * policy of the template is an access key by its name, for whoever wants to see what the policy
 * allows: a subscriber's program, or a test.
 */
export function readCallers(
  stack: Stack,
  functions: readonly FunctionSettings[],
): ReadonlyMap<string, Caller> {
  const roles = readRoleStatements(stack);
  const ofFunctions = functions.map((settings): [string, Caller] => {
    const { accessKeyId, functionName, functionArn, roleArn, logicalId } = settings;
    const statements = roles.get(roleArn);
    if (!statements) throw new EmulatorError(`the role of ${logicalId} is not in the template`);
    return [accessKeyId, { roleArn, sessionName: functionName, statements, functionArn }];
  });
  const ofPolicies = [...readManagedPolicies(stack)].map(([arn, statements]): [string, Caller] => {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const roleArn = arn.replace(':policy/', ':role/');
    return [name, { roleArn, sessionName: 'local', statements }];
  });
  return new Map([...ofFunctions, ...ofPolicies]);
}
