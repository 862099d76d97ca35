import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import type { Stack } from '../template/stack.ts';
import type { Caller } from './authorize.ts';
import { readManagedPolicies, readRoleStatements } from './roles.ts';

/**
 * Reads who calls with which access key. Each function of the template has its own access key. The
 * name of a managed policy is an access key too, so that a subscriber's program or a test can try what
 * the policy allows.
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
