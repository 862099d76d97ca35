import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { forEachInParallel } from '../in-parallel.ts';
import { OperatorError } from '../operator-error.ts';

/** The state of a queue. */
export interface QueueState {
  readonly arn: string;
  /** Visible messages, and messages in flight; SQS returns approximate numbers. */
  readonly waiting: number;
  readonly inFlight: number;
}

/** How long a message is hidden while a command looks through a queue. */
const lookSeconds = 300;

/** Messages that are shown again at the same time. */
const showers = 16;

/** A queue of the gateway, as commands use it. */
export function createSqsQueue(client: SQSClient, queueUrl: string) {
  return {
    async state(): Promise<QueueState> {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: [
            'QueueArn',
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
          ],
        }),
      );
      return {
        arn: Attributes.QueueArn ?? '',
        waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    },

    async send(body: string): Promise<void> {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
    },

    /**
     * Looks at every message that is waiting, and deletes some. The others are back when it ends, or
     * after five minutes if it is interrupted. Each look counts as a receipt: use it only on a
     * dead-letter queue, where the number of receipts does not matter.
     *
     * @param isUnwanted whether to delete a message, by its body
     * @returns how many were deleted
     */
    async deleteWhere(isUnwanted: (body: string) => boolean): Promise<number> {
      let deleted = 0;
      const kept = new Map<string, Message>();
      try {
        for (;;) {
          const { Messages = [] } = await client.send(
            new ReceiveMessageCommand({
              QueueUrl: queueUrl,
              MaxNumberOfMessages: 10,
              VisibilityTimeout: lookSeconds,
              // A long poll asks every server of the queue: an empty response means that it is empty.
              WaitTimeSeconds: 1,
            }),
          );
          const unseen = Messages.filter(({ MessageId = '' }) => !kept.has(MessageId));
          if (unseen.length === 0) return deleted;
          const unwanted = unseen.filter(({ Body = '' }) => isUnwanted(Body));
          for (const message of unseen) {
            if (!unwanted.includes(message)) kept.set(message.MessageId ?? '', message);
          }
          if (unwanted.length > 0) await deleteMessages(unwanted);
          deleted += unwanted.length;
        }
      } finally {
        await showAgain([...kept.values()]);
      }
    },
  };

  async function deleteMessages(messages: readonly Message[]): Promise<void> {
    const { Failed: [failure] = [] } = await client.send(
      new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: toEntries(messages) }),
    );
    if (failure === undefined) return;
    throw new OperatorError(
      `SQS did not delete a message (${failure.Code}): run the command again`,
    );
  }

  /** A message that is not shown again here is back after its visibility timeout. */
  async function showAgain(messages: readonly Message[]): Promise<void> {
    await forEachInParallel(messages, showers, async ({ ReceiptHandle }) => {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      );
    });
  }
}

function toEntries(messages: readonly Message[]) {
  return messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
}

/**
 * Moves every message of a dead-letter queue to a queue. The destination is required: SQS does not know
 * the source of a message that EventBridge put into the dead-letter queue.
 *
 * @param onProgress receives the number of messages moved so far
 * @throws {OperatorError} when SQS ends the task before it is complete
 */
export async function moveMessages(
  client: SQSClient,
  { from, to }: { readonly from: string; readonly to: string },
  waitMs: (ms: number) => Promise<void>,
  onProgress: (moved: number) => void,
): Promise<number> {
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: from, DestinationArn: to }));
  for (;;) {
    const { Results: [task] = [] } = await client.send(
      new ListMessageMoveTasksCommand({ SourceArn: from, MaxResults: 1 }),
    );
    const moved = Number(task?.ApproximateNumberOfMessagesMoved ?? 0);
    if (task?.Status === 'COMPLETED') return moved;
    if (task?.Status !== 'RUNNING') {
      throw new OperatorError(
        `SQS moved ${moved} messages and then failed: ${task?.FailureReason}`,
      );
    }
    onProgress(moved);
    await waitMs(500);
  }
}
