import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { pollQueue } from '../../../tools/emulator/event-sources/queue-poller.ts';
import type { InvocationResult } from '../../../tools/emulator/lambda/function-worker.ts';
import { toMapping } from './event-source-mapping.ts';

const sourceArn = 'arn:aws:sqs:us-east-1:000000000000:queue';

const message = (id: string, over: Partial<Message> = {}): Message => ({
  MessageId: id,
  ReceiptHandle: `receipt-${id}`,
  Body: JSON.stringify({ id }),
  MD5OfBody: 'md5',
  Attributes: { ApproximateReceiveCount: '1' },
  ...over,
});

/** Polls one batch of a queue, and returns what was asked of it and of the function. */
async function poll(
  messages: readonly Message[],
  result: InvocationResult,
  properties: Parameters<typeof toMapping>[0] = {},
) {
  const stop = new AbortController();
  const client = new SQSClient();
  const sqs = mockClient(client);
  const left = [...messages];
  sqs.on(ReceiveMessageCommand).callsFake(({ MaxNumberOfMessages }) => {
    const Messages = left.splice(0, MaxNumberOfMessages);
    if (Messages.length === 0) stop.abort();
    return { Messages };
  });
  sqs.on(DeleteMessageBatchCommand).resolves({});
  const invoked: { readonly Records: readonly { readonly messageId: string }[] }[] = [];
  await pollQueue({
    mapping: toMapping({ EventSourceArn: sourceArn, ...properties }),
    sqs: client,
    queueUrl: 'https://queue.example',
    signal: stop.signal,
    invoke: async (event) => {
      invoked.push(JSON.parse(event));
      return result;
    },
    onError: (error) => {
      throw error;
    },
  });
  const deleted = sqs
    .commandCalls(DeleteMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ ReceiptHandle }) => ReceiptHandle);
  return { invoked, deleted, sizes: invoked.map(({ Records }) => Records.length) };
}

const succeeded = (payload: unknown = null): InvocationResult => ({
  outcome: 'succeeded',
  payload: JSON.stringify(payload),
});
const failed: InvocationResult = {
  outcome: 'failed',
  error: { errorType: 'Error', errorMessage: 'no' },
};
const three = ['1', '2', '3'].map((id) => message(id));

describe('a queue that a function reads', () => {
  it('gives it records in the form of SQS, and loses what it finished', async () => {
    const text = { DataType: 'String', StringValue: 'a' };
    const bytes = { DataType: 'Binary', BinaryValue: Buffer.from('b') };
    const attributes = { MessageAttributes: { text, bytes } };
    const { invoked, deleted } = await poll([message('1', attributes)], succeeded());
    expect(deleted).toEqual(['receipt-1']);
    const none = { stringListValues: [], binaryListValues: [] };
    expect(invoked).toEqual([
      {
        Records: [
          {
            messageId: '1',
            receiptHandle: 'receipt-1',
            body: '{"id":"1"}',
            attributes: { ApproximateReceiveCount: '1' },
            messageAttributes: {
              text: { dataType: 'String', stringValue: 'a', ...none },
              bytes: { dataType: 'Binary', binaryValue: 'Yg==', ...none },
            },
            md5OfBody: 'md5',
            eventSource: 'aws:sqs',
            eventSourceARN: sourceArn,
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
  });

  it.each([
    [2, [2, 1]],
    [undefined, [3]],
  ])('gives it batches of %s', async (BatchSize, sizes) => {
    const size = BatchSize === undefined ? {} : { BatchSize };
    expect((await poll(three, succeeded(), size)).sizes).toEqual(sizes);
  });

  it('keeps all messages of a batch that failed', async () => {
    expect((await poll(three, failed)).deleted).toEqual([]);
  });

  it('keeps the messages that are reported, if the mapping asks for the report', async () => {
    const reported = succeeded({ batchItemFailures: [{ itemIdentifier: '2' }] });
    const reports = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
    expect((await poll(three, reported, reports)).deleted).toEqual(['receipt-1', 'receipt-3']);
    expect((await poll(three, reported)).deleted).toHaveLength(3);
  });

  it('loses the messages that no filter accepts, without an invocation', async () => {
    const Pattern = JSON.stringify({ body: { id: ['2'] } });
    const filtered = { FilterCriteria: { Filters: [{ Pattern }] } };
    const { invoked, deleted } = await poll(three, succeeded(), filtered);
    expect(invoked.flatMap(({ Records }) => Records.map(({ messageId }) => messageId))).toEqual([
      '2',
    ]);
    expect(deleted.toSorted()).toEqual(['receipt-1', 'receipt-2', 'receipt-3']);
    const other = { FilterCriteria: { Filters: [{ Pattern: '{"body":{"id":["9"]}}' }] } };
    expect((await poll(three, succeeded(), other)).invoked).toEqual([]);
  });
});
