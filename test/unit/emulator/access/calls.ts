import { permissionsOf } from '../../../../tools/emulator/access/permissions.ts';
import type { AwsCall, AwsServiceName } from '../../../../tools/emulator/aws/call.ts';

/** A call of a function, with the parts that the test does not give. */
export function call(
  service: AwsServiceName,
  operation: string,
  rest: Partial<AwsCall> = {},
): AwsCall {
  return {
    service,
    operation,
    accessKeyId: 'FUNCTION',
    method: 'POST',
    url: '/',
    headers: {},
    ...rest,
  };
}

/** The permissions that a call needs, each as its action and its resource. */
export function neededBy(made: AwsCall, input: unknown): readonly string[] {
  return permissionsOf(made, input, () => 'pk').map(
    ({ action, resource }) => `${action} ${resource}`,
  );
}

/** The condition keys of the first permission that a call needs. */
export function conditionKeysOf(made: AwsCall, input: unknown) {
  return permissionsOf(made, input, () => 'pk')[0]?.context;
}
