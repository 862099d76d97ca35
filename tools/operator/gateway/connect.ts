import { connectToStack } from '../aws/cloudformation-stack.ts';
import type { CommonValues } from '../command-line.ts';
import { connectToEmulator } from './connect-to-emulator.ts';
import type { Gateway } from './gateway.ts';

/**
 * Connects to the deployed gateway that `--stack` (and `--gateway`) names; without it, to the gateway on the emulator.
 *
 * @throws {OperatorError | EmulatorError} when that gateway does not exist
 */
export function connect(values: CommonValues): Promise<Gateway> {
  return values.stack === undefined
    ? connectToEmulator(values)
    : connectToStack(values.stack, values.gateway);
}
