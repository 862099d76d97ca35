import type { CommonValues } from '../command-line.ts';
import { connectToStack } from './cloudformation-stack.ts';
import { connectToEmulator } from './emulator-stack.ts';
import type { Gateway } from './gateway.ts';

/**
 * Connects to the gateway that the command line names; the one on this machine when it names none.
 *
 * @throws {OperatorError | EmulatorError} when there is no such gateway
 */
export function connect(values: CommonValues): Promise<Gateway> {
  return values.stack === undefined ? connectToEmulator(values) : connectToStack(values.stack);
}
