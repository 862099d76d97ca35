import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSqsQueue } from '../../../tools/operator/aws/sqs-queue.ts';

const sqs = mockClient(SQSClient);

beforeEach(() => {
  sqs.reset();
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: messages('a', 'b') })
    .resolvesOnce({ Messages: messages('c') })
    .resolves({});
  sqs.on(DeleteMessageBatchCommand).resolves({});
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
});

afterAll(() => sqs.restore());

function messages(...bodies: readonly string[]): Message[] {
  return bodies.map((Body) => ({ Body, MessageId: Body, ReceiptHandle: `receipt of ${Body}` }));
}

const queue = createSqsQueue(new SQSClient({}), 'https://queue.example');

const deleted = () =>
  sqs
    .commandCalls(DeleteMessageBatchCommand)
    .flatMap(({ args: [{ input }] }) => input.Entries?.map(({ ReceiptHandle }) => ReceiptHandle));

const shown = () =>
  sqs
    .commandCalls(ChangeMessageVisibilityCommand)
    .map(({ args: [{ input }] }) => [input.ReceiptHandle, input.VisibilityTimeout]);

describe('looking through a dead-letter queue', () => {
  it('deletes what is unwanted and shows the rest again', async () => {
    expect(await queue.deleteWhere((body) => body === 'b')).toBe(1);
    expect(deleted()).toEqual(['receipt of b']);
    expect(shown()).toEqual([
      ['receipt of a', 0],
      ['receipt of c', 0],
    ]);
  });

  it('ends when SQS delivers only what it has seen', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: messages('a') });
    expect(await queue.deleteWhere(() => false)).toBe(0);
    expect(shown()).toEqual([['receipt of a', 0]]);
  });

  it('shows everything again that it has not deleted when it fails', async () => {
    sqs.on(DeleteMessageBatchCommand).resolves({
      Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }],
      Successful: [],
    });
    await expect(queue.deleteWhere((body) => body === 'b')).rejects.toThrow('(InternalError)');
    expect(shown()).toEqual([['receipt of a', 0]]);
  });
});
