import type { HttpSubscriptionDescription } from '../../../shared/http-subscription/description.ts';
import {
  type CallbackOutputs,
  type CallbackOutputsByProvider,
  readOutput,
  type StackOutputValues,
  stackOutputs,
} from '../../../shared/runtime/stack-outputs.ts';
import type { AwsClients } from '../../emulator-client/aws-clients.ts';
import type { RetainedResource } from '../aws/cloudformation-retained.ts';
import { OperatorError } from '../operator-error.ts';
import type { FunctionSettings } from './function-settings.ts';

/** The gateway that a command works on: a deployed stack, or the gateway on the emulator. */
export interface Gateway {
  /** Begins the names of its alarms; the name of its stack, if that has no other gateway. */
  readonly name: string;
  /** The version of Tributary that was deployed. */
  readonly version: string;
  /**
   * The options that name this gateway on a command line: `--stack NAME`, `--gateway ID`, `--port N` or `--data DIR`. Empty
   * for the emulator that a command finds without an option.
   */
  readonly option: string;
  /** The key of the hashes by which a mirrored file says whose it is: the id of the stack. */
  readonly userHashKey: string;
  /** Origin of the emulator; absent for a deployed stack. */
  readonly localOrigin: string | undefined;
  readonly clients: AwsClients;
  readonly resources: GatewayResources;
  /** The endpoints for callbacks as reachable from here, by provider id. Only providers that are on. */
  readonly callbacks: CallbackOutputsByProvider;
  /** The HTTP subscriptions of its stack; on the emulator those of the app. */
  readonly httpSubscriptions: readonly HttpSubscriptionDescription[];
  /** The settings of each provider's function, by provider id. */
  functionSettings(): Promise<ReadonlyMap<string, FunctionSettings>>;
  /** Days until the lines of every log group expire; absent on the emulator, which stores none. */
  logsDays(): Promise<number | undefined>;
  /** Whether the publisher lists conversations by day (`conversationList` of the configuration). */
  listsConversations(): Promise<boolean>;
  /** Whether its template has alarms (`alarms.preset` of the configuration); the emulator raises none. */
  hasAlarms(): Promise<boolean>;
  /** The metrics that CloudWatch counts from its log lines: those that its alarms or its dashboard use. */
  logMetrics(): Promise<ReadonlySet<string>>;
  /** The log group of the callback functions; absent on the emulator, which stores no lines. */
  callbackLogGroup(): Promise<string | undefined>;
  /**
   * What stays when the stack is deleted.
   *
   * @throws {OperatorError} on the emulator, which keeps everything in its data directory
   */
  retainedResources(): Promise<readonly RetainedResource[]>;
}

/** One of the gateways of a stack or an app, to choose from. */
export interface GatewayChoice {
  readonly name: string;
  readonly id: string;
  connect(): Promise<Gateway>;
}

/** The resources that the stack's outputs name. */
export interface GatewayResources {
  readonly eventsTable: string;
  readonly eventBus: string;
  /** Of the metrics that CloudWatch counts from log lines. */
  readonly metricNamespace: string;
  readonly mediaBucket: string;
  readonly payloadBucket: string;
  readonly mediaQueueUrl: string;
  readonly mediaDeadLetterQueueUrl: string;
  readonly publisherFunction: string;
}

/** @throws {OperatorError} for a provider that the gateway does not have; it names those that it has */
export function findCallback(
  { callbacks, name }: Pick<Gateway, 'callbacks' | 'name'>,
  provider: string,
): CallbackOutputs {
  const callback = callbacks.get(provider);
  if (callback !== undefined) return callback;
  const known = [...callbacks.keys()].join(', ');
  throw new OperatorError(`${name} has no provider ${provider}; use one of ${known}`);
}

/** @throws {OperatorError} when an output is missing: the stack is older than this CLI */
export function readResources(outputs: StackOutputValues): GatewayResources {
  const read = (name: string): string => {
    const value = readOutput(outputs, name);
    if (value !== undefined) return value;
    throw new OperatorError(
      `the stack has no output ${name}: deploy it with this version, or name another stack`,
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
    metricNamespace: read(stackOutputs.metricNamespace),
  };
}
