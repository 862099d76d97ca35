import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  SendMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { OperatorError } from '../operator-error.ts';

/** The state of a queue. */
export interface QueueState {
  readonly arn: string;
  /** Visible messages, and messages in flight; SQS returns approximate numbers. */
  readonly waiting: number;
  readonly inFlight: number;
}

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
  };
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
