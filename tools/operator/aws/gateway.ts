import {
  type CallbackOutputsByProvider,
  readOutput,
  type StackOutputValues,
  stackOutputs,
} from '../../../shared/runtime/stack-outputs.ts';
import type { AwsClients } from '../../emulator-client/clients.ts';
import { OperatorError } from '../operator-error.ts';
import type { FunctionSettings } from './function-settings.ts';

/** A gateway that a command works with: a deployed stack, or the one on this machine. */
export interface Gateway {
  /** Name of the stack. */
  readonly name: string;
  /** Origin of the local port; absent for a deployed stack. */
  readonly localOrigin: string | undefined;
  readonly clients: AwsClients;
  readonly resources: GatewayResources;
  /** Where callbacks arrive, as it is reached from here, by provider id. Only those that are on. */
  readonly callbacks: CallbackOutputsByProvider;
  /** How the function of each provider is configured, by provider id. */
  functionSettings(): Promise<ReadonlyMap<string, FunctionSettings>>;
}

/** What the stack's outputs name. */
export interface GatewayResources {
  readonly eventsTable: string;
  readonly eventBus: string;
  readonly mediaBucket: string;
  readonly payloadBucket: string;
  readonly mediaQueueUrl: string;
  readonly mediaDeadLetterQueueUrl: string;
  readonly publisherFunction: string;
}

/** @throws {OperatorError} when an output is missing: the stack is older than this CLI */
export function readResources(outputs: StackOutputValues): GatewayResources {
  const read = (name: string): string => {
    const value = readOutput(outputs, name);
    if (value !== undefined) return value;
    throw new OperatorError(
      `the stack has no output ${name}: deploy it again with this version, or name another stack`,
    );
  };
  return {
    eventsTable: read(stackOutputs.eventsTable),
    eventBus: read(stackOutputs.eventBus),
    mediaBucket: read(stackOutputs.mediaBucket),
    payloadBucket: read(stackOutputs.payloadBucket),
    mediaQueueUrl: read(stackOutputs.mediaQueueUrl),
    mediaDeadLetterQueueUrl: read(stackOutputs.mediaDeadLetterQueueUrl),
    publisherFunction: read(stackOutputs.publisherFunction),
  };
}
