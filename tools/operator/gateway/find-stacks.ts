import type { StackOutputValues } from '../../../shared/runtime/stack-outputs.ts';
import {
  type AwsClients,
  createClients,
  ownerAccessKeyId,
} from '../../emulator-client/aws-clients.ts';
import { readEmulatorApp } from '../../emulator-client/emulator-pages.ts';
import { findEmulatorOrigin } from '../../emulator-client/running-emulator.ts';
import { createDeployedClients, readStackOutputs } from '../aws/cloudformation-stack.ts';
import type { CommonValues } from '../command-line.ts';
import { toOption } from './connect-to-emulator.ts';

/** What a command finds without a gateway: one deployed stack, or all stacks on the emulator. */
export interface FoundStacks {
  /** The options that name them on a command line. */
  readonly option: string;
  /** What the stack is called in texts. */
  readonly place: string;
  /** Whether they are on the emulator. */
  readonly isLocal: boolean;
  readonly clients: AwsClients;
  /** Of each stack. */
  readonly outputs: readonly StackOutputValues[];
}

/**
 * Finds the stack that `--stack` names; without it, the stacks on the emulator.
 *
 * @throws {OperatorError | EmulatorError} when it does not exist
 */
export async function findStacks(values: CommonValues): Promise<FoundStacks> {
  const { stack } = values;
  if (stack !== undefined) {
    return {
      option: `--stack ${stack}`,
      place: `the stack ${stack}`,
      isLocal: false,
      clients: createDeployedClients(),
      outputs: [await readStackOutputs(stack)],
    };
  }
  const { awsEndpoint, stacks } = await readEmulatorApp(await findEmulatorOrigin(values));
  return {
    option: toOption(values),
    place: 'the app on the emulator',
    isLocal: true,
    clients: createClients(awsEndpoint, ownerAccessKeyId),
    outputs: stacks.map(({ outputs }) => outputs),
  };
}
