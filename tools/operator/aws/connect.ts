import type { CommonValues } from '../command-line.ts';
import { connectToStack } from './cloudformation-stack.ts';
import type { Gateway } from './gateway.ts';
import { connectLocally } from './local-stack.ts';

/**
 * Connects to the gateway that the command line names; the one on this machine when it names none.
 *
 * @throws {OperatorError | LocalGatewayError} when there is no such gateway
 */
export function connect(values: CommonValues): Promise<Gateway> {
  return values.stack === undefined ? connectLocally(values) : connectToStack(values.stack);
}
