import { AwsError } from './aws-error.ts';

/** An operation of a service with the AWS JSON protocol. */
export type JsonOperation = (input: unknown) => Promise<object> | object;

/** A service in this process: its operations by name (`PutEvents`). */
export type JsonService = Readonly<Record<string, JsonOperation>>;

/**
 * Calls an operation of a service in this process.
 *
 * @throws {AwsError} for an operation that the emulator does not have
 */
export async function callJsonService(
  service: JsonService,
  operation: string,
  input: unknown,
): Promise<object> {
  const call = Object.hasOwn(service, operation) ? service[operation] : undefined;
  if (!call) {
    throw new AwsError('UnknownOperationException', `the emulator has no operation ${operation}`);
  }
  return call(input);
}
