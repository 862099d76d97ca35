import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { parseProperties, type StackResource } from '../template/stack.ts';

const queueProperties = z.object({
  DelaySeconds: z.number().optional(),
  MaximumMessageSize: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  RedrivePolicy: z
    .object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
    .optional(),
});

/** Creates a queue, or sets the template's attributes on the queue that exists. */
export async function ensureQueue(sqs: SQSClient, resource: StackResource): Promise<void> {
  const { RedrivePolicy: redrivePolicy, ...numbers } = parseProperties(resource, queueProperties);
  const attributes = {
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    ...(redrivePolicy ? { RedrivePolicy: JSON.stringify(redrivePolicy) } : {}),
  };
  const name = resource.attributes.QueueName;
  if (await exists(sqs, name)) {
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: resource.ref, Attributes: attributes }),
    );
  } else {
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
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
