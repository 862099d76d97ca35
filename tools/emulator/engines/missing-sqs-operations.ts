import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { createClients, ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { JsonService } from '../aws/json-service.ts';
import { shortestVisibilityTimeoutSeconds } from './fauxqs.ts';

const visibilityInput = z.object({
  QueueUrl: z.string(),
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number(),
});

const startInput = z.object({ SourceArn: z.string(), DestinationArn: z.string().optional() });

interface MoveTask {
  readonly TaskHandle: string;
  readonly SourceArn: string;
  readonly DestinationArn: string;
  readonly StartedTimestamp: number;
  Status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  ApproximateNumberOfMessagesMoved: number;
}

/**
 * The SQS operations that fauxqs 2.4 lacks or gets wrong: moving the messages of a dead-letter queue
 * back, and a visibility timeout of 0, which becomes 1 second.
 */
export function createMissingSqsOperations(endpoint: string): JsonService {
  const { sqs } = createClients(endpoint, ownerAccessKeyId);
  const tasks: MoveTask[] = [];
  return {
    ChangeMessageVisibility: async (input) => {
      const { VisibilityTimeout: seconds, ...message } = visibilityInput.parse(input);
      const timeout = Math.max(seconds, shortestVisibilityTimeoutSeconds);
      await sqs.send(
        new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: timeout }),
      );
      return {};
    },
    StartMessageMoveTask: async (input) => {
      const { SourceArn, DestinationArn } = startInput.parse(input);
      const task: MoveTask = {
        TaskHandle: randomUUID(),
        SourceArn,
        DestinationArn: DestinationArn ?? (await findSourceOf(sqs, SourceArn)),
        StartedTimestamp: Date.now(),
        Status: 'RUNNING',
        ApproximateNumberOfMessagesMoved: 0,
      };
      tasks.unshift(task);
      moveAll(sqs, task).then(
        () => {
          task.Status = 'COMPLETED';
        },
        () => {
          task.Status = 'FAILED';
        },
      );
      return { TaskHandle: task.TaskHandle };
    },
    ListMessageMoveTasks: (input) => {
      const { SourceArn } = startInput.parse(input);
      return { Results: tasks.filter((task) => task.SourceArn === SourceArn) };
    },
  };
}

/** The queue that a dead-letter queue belongs to. */
async function findSourceOf(sqs: SQSClient, deadLetterQueueArn: string): Promise<string> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  for (const QueueUrl of QueueUrls) {
    const { Attributes: { RedrivePolicy = '', QueueArn = '' } = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy', 'QueueArn'] }),
    );
    if (RedrivePolicy.includes(`"${deadLetterQueueArn}"`)) return QueueArn;
  }
  throw new AwsError(
    'InvalidParameterValue',
    'Source queue must be configured as a Dead Letter Queue.',
  );
}

/** When the process ends in between, a message is in both queues; it is never lost. */
async function moveAll(sqs: SQSClient, task: MoveTask): Promise<void> {
  const from = await urlOf(sqs, task.SourceArn);
  const to = await urlOf(sqs, task.DestinationArn);
  for (;;) {
    const { Messages: [message] = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    if (!message) return;
    const { Body: MessageBody, MessageAttributes, ReceiptHandle, MessageId } = message;
    // A dead letter that comes back is not a duplicate of the message that it was.
    const group = message.Attributes?.MessageGroupId;
    const fifo = group && { MessageGroupId: group, MessageDeduplicationId: MessageId };
    await sqs.send(
      new SendMessageCommand({ QueueUrl: to, MessageBody, MessageAttributes, ...fifo }),
    );
    await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
    task.ApproximateNumberOfMessagesMoved += 1;
  }
}

async function urlOf(sqs: SQSClient, queueArn: string): Promise<string | undefined> {
  const name = queueArn.slice(queueArn.lastIndexOf(':') + 1);
  return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
}
