import { connectToStack, listStackGateways } from '../aws/cloudformation-stack.ts';
import type { CommonValues } from '../command-line.ts';
import { chooseAmong } from './choose-gateway.ts';
import { connectToEmulator, listEmulatorGateways } from './connect-to-emulator.ts';
import type { Gateway, GatewayChoice } from './gateway.ts';

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

/**
 * The gateways that the command line leaves to choose from: those of the stack or of the app on the emulator, or
 * the one that `--gateway` names.
 *
 * @throws {OperatorError | EmulatorError} when there is none
 */
export async function listGateways(values: CommonValues): Promise<readonly GatewayChoice[]> {
  const { stack, gateway } = values;
  const [place, gateways] =
    stack === undefined
      ? (['the app', await listEmulatorGateways(values)] as const)
      : ([`the stack ${stack}`, await listStackGateways(stack)] as const);
  if (gateway === undefined && gateways.length > 0) return gateways;
  return [chooseAmong(place, gateways, gateway, ({ name }) => name)];
}
