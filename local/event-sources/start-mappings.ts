import path from 'node:path';
import { type AwsClients, createClients } from '../aws/clients.ts';
import { LocalGatewayError } from '../errors.ts';
import type { Functions } from '../lambda/functions.ts';
import { streamArnOf } from '../resources/tables.ts';
import type { Stack, StackResource } from '../template/stack.ts';
import { type EventSourceMapping, readMapping } from './mapping.ts';
import { sendToOnFailureDestination } from './on-failure.ts';
import { pollQueue } from './queue-poller.ts';
import { createStreamClient } from './stream-client.ts';
import { pollStream } from './stream-poller.ts';

export type MappingsOptions = {
  readonly stack: Stack;
  readonly functions: Functions;
  readonly awsEndpoint: string;
  readonly owner: AwsClients;
  readonly dataDirectory: string;
  readonly signal: AbortSignal;
  onTrouble(mapping: string, error: unknown): void;
};

/** Pollers of one queue at most; Lambda begins with five. */
const maxQueuePollers = 4;

/**
 * Starts every event source mapping of the template and resolves when all have ended, after the
 * signal. Lambda reads queues and streams in the function's role, so do the pollers here: a role
 * without the grants fails as it would on AWS.
 */
export async function runMappings(options: MappingsOptions): Promise<void> {
  const mappings = options.stack.ofType('AWS::Lambda::EventSourceMapping').map(readMapping);
  await Promise.all(
    mappings.filter(({ enabled }) => enabled).map((mapping) => runMapping(mapping, options)),
  );
}

async function runMapping(mapping: EventSourceMapping, options: MappingsOptions): Promise<void> {
  const { stack, functions, awsEndpoint, owner, dataDirectory, signal } = options;
  const { settings, lambda } = functions.find(mapping.functionName);
  const clients = createClients(awsEndpoint, settings.accessKeyId);
  const invoke = (event: string) => lambda.invoke(event);
  const onTrouble = (error: unknown) => options.onTrouble(mapping.logicalId, error);
  const queue = findBy(stack, 'Arn', mapping.sourceArn);
  if (queue) {
    const poll = () =>
      pollQueue({ mapping, sqs: clients.sqs, queueUrl: queue.ref, signal, invoke, onTrouble });
    const pollers = Math.min(mapping.maxConcurrency ?? maxQueuePollers, maxQueuePollers);
    await Promise.all(Array.from({ length: pollers }, poll));
    return;
  }
  const table = findBy(stack, 'StreamArn', mapping.sourceArn);
  if (!table) {
    throw new LocalGatewayError(
      `the local stand-in reads queues and table streams of the stack only: ${mapping.logicalId} reads ${mapping.sourceArn}`,
    );
  }
  await pollStream({
    mapping,
    client: createStreamClient(awsEndpoint, settings.accessKeyId),
    engineStreamArn: await streamArnOf(owner.dynamodb, table.ref),
    positionFile: path.join(dataDirectory, `${mapping.logicalId}.position.json`),
    signal,
    invoke,
    giveUp: (shardId) => (batch) =>
      sendToOnFailureDestination(batch, {
        ...clients,
        mapping,
        functionArn: settings.functionArn,
        shardId,
        now: () => new Date(),
      }),
    onTrouble,
  });
}

function findBy(stack: Stack, attribute: string, value: string): StackResource | undefined {
  return stack.resources.find(({ attributes }) => attributes[attribute] === value);
}
