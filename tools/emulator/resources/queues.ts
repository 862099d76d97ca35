import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { parseProperties, type StackResource } from '../template/stack.ts';

const queueProperties = z.object({
  FifoQueue: z.boolean().default(false),
  ContentBasedDeduplication: z.boolean().default(false),
  DeduplicationScope: z.enum(['queue', 'messageGroup']).default('queue'),
  FifoThroughputLimit: z.enum(['perQueue', 'perMessageGroupId']).default('perQueue'),
  DelaySeconds: z.number().optional(),
  MaximumMessageSize: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  RedrivePolicy: z
    .object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
    .optional(),
});

type QueueProperties = z.infer<typeof queueProperties>;

/**
 * Creates a queue, or sets the template's attributes on the queue that exists. The engine deduplicates
 * the messages of a FIFO queue in the whole queue, whatever `DeduplicationScope` says.
 *
 * @throws {EmulatorError} for a FIFO queue that SQS would reject
 */
export async function ensureQueue(sqs: SQSClient, resource: StackResource): Promise<void> {
  const properties = parseProperties(resource, queueProperties);
  requireAccepted(resource, properties);
  const {
    RedrivePolicy: redrivePolicy,
    FifoQueue: isFifo,
    ContentBasedDeduplication: isByContent,
    DeduplicationScope: scope,
    FifoThroughputLimit: limit,
    ...numbers
  } = properties;
  const attributes = {
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    ...(redrivePolicy ? { RedrivePolicy: JSON.stringify(redrivePolicy) } : {}),
    ...(isFifo ? { ContentBasedDeduplication: String(isByContent) } : {}),
  };
  const fixed = isFifo
    ? { FifoQueue: 'true', DeduplicationScope: scope, FifoThroughputLimit: limit }
    : {};
  const name = resource.attributes.QueueName;
  if (await exists(sqs, name)) {
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: resource.ref, Attributes: attributes }),
    );
  } else {
    await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { ...attributes, ...fixed } }),
    );
  }
}

/**
 * What SQS requires of FIFO queues (developer guide, "Configuring high throughput for FIFO queues" and
 * "Using dead-letter queues", read 2026-11-28).
 */
function requireAccepted(
  { logicalId, attributes: { QueueName: name = '' } }: StackResource,
  { FifoQueue: isFifo, DeduplicationScope, FifoThroughputLimit, ...others }: QueueProperties,
): void {
  const reject = (reason: string) => {
    throw new EmulatorError(`SQS would reject ${logicalId}: ${reason}`);
  };
  if (isFifo !== name.endsWith('.fifo')) {
    reject('the name of a FIFO queue, and of no other, ends with .fifo');
  }
  if (FifoThroughputLimit === 'perMessageGroupId' && DeduplicationScope !== 'messageGroup') {
    reject('FifoThroughputLimit perMessageGroupId needs DeduplicationScope messageGroup');
  }
  const deadLetterQueue = others.RedrivePolicy?.deadLetterTargetArn;
  if (deadLetterQueue !== undefined && deadLetterQueue.endsWith('.fifo') !== isFifo) {
    reject('the dead-letter queue of a FIFO queue, and of no other, is a FIFO queue');
  }
}

async function exists(sqs: SQSClient, name: string | undefined): Promise<boolean> {
  try {
    await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    return true;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return false;
    throw error;
  }
}
