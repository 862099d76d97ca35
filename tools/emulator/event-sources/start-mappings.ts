import { type AwsClients, createClients } from '../../emulator-client/aws-clients.ts';
import { createStreamClient, streamArnOf } from '../../emulator-client/dynamodb-streams.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Caller } from '../access/authorize.ts';
import type { Functions } from '../lambda/functions.ts';
import type { AppResources, StackResource } from '../template/stack.ts';
import { type EventSourceMapping, readMapping } from './mapping.ts';
import { requireMappingPermissions } from './mapping-permissions.ts';
import type { MappingSwitches, Poll } from './mapping-switches.ts';
import { sendToOnFailureDestination } from './on-failure.ts';
import { pollQueue } from './queue-poller.ts';
import { pollStream } from './stream-poller.ts';

export interface MappingsOptions {
  readonly app: AppResources;
  readonly functions: Functions;
  /** The functions as callers, by access key. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly awsEndpoint: string;
  readonly owner: AwsClients;
  /** Path of a file for state. */
  dataFile(name: string): string;
  /** Enables and disables the mappings. */
  readonly switches: MappingSwitches;
  readonly signal: AbortSignal;
  now(): Date;
  onError(mapping: string, error: unknown): void;
}

/** The most pollers of one queue; Lambda starts with five. */
const maxQueuePollers = 4;

/**
 * Starts every event source mapping of the app. Like Lambda, the pollers read queues and streams
 * with the function's role.
 *
 * @returns once all mappings are valid; `ended` settles after the signal
 * @throws {EmulatorError} for a mapping of a gateway that CloudFormation would reject, or that the emulator
 *   does not support; others are omitted
 */
export async function startMappings(options: MappingsOptions): Promise<{ ended: Promise<void> }> {
  const { resources, omissions } = options.app;
  const found = await Promise.all(
    resources.ofType('AWS::Lambda::EventSourceMapping').map((resource) =>
      omissions.attemptLater(resource, async () => {
        const mapping = readMapping(resource);
        return { mapping, poll: await toPoll(mapping, options) };
      }),
    ),
  );
  return {
    ended: options.switches.start(
      found.filter((each) => each !== undefined),
      options.signal,
    ),
  };
}

async function toPoll(mapping: EventSourceMapping, options: MappingsOptions): Promise<Poll> {
  const { app, functions, callers, awsEndpoint } = options;
  const { settings } = functions.find(mapping.functionName);
  const caller = callers.get(settings.accessKeyId);
  if (caller) requireMappingPermissions(mapping, caller);
  const clients = createClients(awsEndpoint, settings.accessKeyId);
  const queue = findBy(app, 'Arn', mapping.sourceArn);
  if (queue) return toQueuePoll(mapping, queue, clients, options);
  const table = findBy(app, 'StreamArn', mapping.sourceArn);
  if (table) return toStreamPoll(mapping, table, clients, options);
  throw new EmulatorError(
    `the emulator reads only queues and table streams of the app, and not ${mapping.sourceArn}`,
  );
}

function toQueuePoll(
  mapping: EventSourceMapping,
  queue: StackResource,
  { sqs }: AwsClients,
  { functions, onError }: MappingsOptions,
): Poll {
  const { settings, lambda } = functions.find(mapping.functionName);
  const visibilityTimeoutMs = Number(queue.properties.VisibilityTimeout ?? 30) * 1000;
  if (visibilityTimeoutMs < settings.timeoutMs) {
    throw new EmulatorError(
      `Lambda would reject ${mapping.logicalId}: the visibility timeout of ${queue.logicalId} is shorter than the timeout of ${settings.logicalId}`,
    );
  }
  if (queue.attributes.QueueName?.endsWith('.fifo')) requireFifoSettings(mapping);
  const pollers = Math.min(mapping.maxConcurrency ?? maxQueuePollers, maxQueuePollers);
  const poll = (signal: AbortSignal) =>
    pollQueue({
      mapping,
      sqs,
      queueUrl: queue.ref,
      signal,
      invoke: (event) => lambda.invoke(event),
      onError: (error) => onError(mapping.logicalId, error),
    });
  return async (signal) => {
    await Promise.all(Array.from({ length: pollers }, () => poll(signal)));
  };
}

/** A FIFO queue has small batches and no window (Lambda guide, "Using Lambda with SQS", read 2026-11-28). */
function requireFifoSettings({ logicalId, batchSize = 10, batchingWindowMs }: EventSourceMapping) {
  if (batchSize <= 10 && batchingWindowMs === 0) return;
  throw new EmulatorError(
    `Lambda would reject ${logicalId}: for a FIFO queue, the batch size is at most 10, and there is no batching window`,
  );
}

async function toStreamPoll(
  mapping: EventSourceMapping,
  table: StackResource,
  clients: AwsClients,
  { functions, awsEndpoint, owner, dataFile, now, onError }: MappingsOptions,
): Promise<Poll> {
  const { settings, lambda } = functions.find(mapping.functionName);
  const engineStreamArn = await streamArnOf(owner.dynamodb, table.ref);
  return (signal) =>
    pollStream({
      mapping,
      client: createStreamClient(awsEndpoint, settings.accessKeyId),
      engineStreamArn,
      positionFile: dataFile(`${mapping.stackName}.${mapping.logicalId}.position.json`),
      signal,
      invoke: (event) => lambda.invoke(event),
      onDiscard: (shardId) => (batch) =>
        sendToOnFailureDestination(batch, {
          ...clients,
          mapping,
          functionArn: settings.functionArn,
          shardId,
          now,
        }),
      now,
      onError: (error) => onError(mapping.logicalId, error),
    });
}

function findBy(
  { resources }: AppResources,
  attribute: string,
  value: string,
): StackResource | undefined {
  return resources.all.find(({ attributes }) => attributes[attribute] === value);
}
