import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { toTicketBody } from '../handler/conversation-order.ts';
import type { TicketQueue, TicketToSend } from './waiting-events.ts';

/** The most messages of one SendMessageBatch. */
const maxEntries = 10;

/** The ordered queue: a FIFO queue with the conversation as message group. */
export function createSqsTicketQueue(client: SQSClient, queueUrl: string): TicketQueue {
  async function sendChunk(tickets: readonly TicketToSend[]): Promise<readonly TicketToSend[]> {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: tickets.map((ticket, index) => ({
          Id: String(index),
          MessageBody: toTicketBody(ticket),
          MessageGroupId: ticket.conversation,
          MessageDeduplicationId: ticket.ticketId,
        })),
      }),
    );
    const failed = new Set(Failed.map(({ Id }) => Id));
    return tickets.filter((_, index) => failed.has(String(index)));
  }

  return {
    async send(tickets) {
      const chunks = Array.from({ length: Math.ceil(tickets.length / maxEntries) }, (_, chunk) =>
        tickets.slice(chunk * maxEntries, (chunk + 1) * maxEntries),
      );
      return (await Promise.all(chunks.map(sendChunk))).flat();
    },
  };
}
