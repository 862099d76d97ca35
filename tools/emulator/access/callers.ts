import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import type { AppResources } from '../template/stack.ts';
import type { Caller } from './authorize.ts';
import { readManagedPolicies, readRoleStatements } from './roles.ts';

/**
 * Reads who calls with which access key. Each function of the app has its own access key; what is not known of its
 * role is not checked. The name of a managed policy is an access key too, so that a subscriber's program or
 * a test can try what the policy allows.
 */
export function readCallers(
  app: AppResources,
  functions: readonly FunctionSettings[],
): ReadonlyMap<string, Caller> {
  const roles = readRoleStatements(app);
  const ofFunctions = functions.flatMap((settings): [string, Caller][] => {
    const { accessKeyId, functionName, functionArn, roleArn } = settings;
    const statements = roles.get(roleArn);
    if (statements === undefined) {
      app.omissions.attempt(settings.resource, () => requireRole(roleArn, app));
      return [];
    }
    return [[accessKeyId, { roleArn, sessionName: functionName, statements, functionArn }]];
  });
  const ofPolicies = [...readManagedPolicies(app)].map(([arn, statements]): [string, Caller] => {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const roleArn = arn.replace(':policy/', ':role/');
    return [name, { roleArn, sessionName: 'local', statements }];
  });
  return new Map([...ofFunctions, ...ofPolicies]);
}

function requireRole(roleArn: string, { resources }: AppResources): void {
  // Why a role of the app has no statements is known already.
  if (resources.ofType('AWS::IAM::Role').some(({ attributes }) => attributes.Arn === roleArn))
    return;
  throw new EmulatorError(
    `its role ${roleArn} is not in the app, so the emulator does not check what the function does`,
  );
}
