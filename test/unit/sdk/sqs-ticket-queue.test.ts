import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it, onTestFinished } from 'vitest';
import { createSqsTicketQueue } from '../../../sdk/ordering/sqs-ticket-queue.ts';

const tickets = Array.from({ length: 23 }, (_, index) => ({
  conversation: `conversation-${index % 3}`,
  position: `2026-01-02T03:04:05.000Z#${index}`,
  ticketId: `ticket-${index}`,
}));

it('tickets are sent ten at a time, and those that SQS refuses are returned, also for a fault of the sender', async () => {
  const sqs = mockClient(SQSClient);
  onTestFinished(() => sqs.restore());
  const refused = ['ticket-3', 'ticket-9', 'ticket-10', 'ticket-22'];
  sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }) => ({
    Failed: Entries.flatMap(
      ({ Id, MessageDeduplicationId }: Record<string, string>, index: number) =>
        refused.includes(MessageDeduplicationId ?? '')
          ? [{ Id, Code: 'InternalError', SenderFault: index % 2 === 0 }]
          : [],
    ),
  }));
  const queue = createSqsTicketQueue(new SQSClient({ region: 'eu-west-1' }), 'queue');
  const unsent = await queue.send(tickets);
  expect(unsent.map(({ ticketId }) => ticketId)).toEqual(refused);
  const batches = sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input);
  expect(batches.map(({ Entries = [] }) => Entries.length)).toEqual([10, 10, 3]);
  expect(batches.flatMap(({ Entries = [] }) => Entries)).toMatchObject(
    tickets.map(({ conversation, ticketId }) => ({
      MessageGroupId: conversation,
      MessageDeduplicationId: ticketId,
    })),
  );
});
