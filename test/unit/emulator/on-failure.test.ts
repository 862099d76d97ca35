import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { sendToOnFailureDestination } from '../../../tools/emulator/event-sources/on-failure.ts';
import type { DiscardedBatch } from '../../../tools/emulator/event-sources/stream-batch.ts';

const sourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s';
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

const record = (sequence: number) => ({
  eventID: String(sequence),
  eventName: 'INSERT' as const,
  eventVersion: '1.1' as const,
  eventSource: 'aws:dynamodb' as const,
  awsRegion: 'us-east-1',
  eventSourceARN: sourceArn,
  dynamodb: {
    ApproximateCreationDateTime: 1_767_323_045 + sequence,
    SequenceNumber: String(sequence),
  },
});

const batch: DiscardedBatch = {
  reason: 'RetryAttemptsExhausted',
  records: [record(1), record(2), record(3)],
  invokeCount: 4,
  result: { outcome: 'failed', error: { errorType: 'Error', errorMessage: 'no' } },
};

/** Lambda's record of the invocation of the batch (developer guide, "DynamoDB errors"). */
const invocation = {
  requestContext: {
    requestId: expect.any(String),
    functionArn,
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 4,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2026-01-02T04:05:06.789Z',
  DDBStreamBatchInfo: {
    shardId: 'shard-1',
    startSequenceNumber: '1',
    endSequenceNumber: '3',
    approximateArrivalOfFirstRecord: '2026-01-02T03:04:06.000Z',
    approximateArrivalOfLastRecord: '2026-01-02T03:04:08.000Z',
    batchSize: 3,
    streamArn: sourceArn,
  },
};

async function send(discarded: DiscardedBatch, onFailureArn: string | undefined) {
  const clients = { s3: new S3Client(), sqs: new SQSClient() };
  const s3 = mockClient(clients.s3);
  const sqs = mockClient(clients.sqs);
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue.example' });
  await sendToOnFailureDestination(discarded, {
    ...clients,
    mapping: { uuid: 'mapping-1', sourceArn, onFailureArn },
    functionArn,
    shardId: 'shard-1',
    now: () => new Date('2026-01-02T04:05:06.789Z'),
  });
  return {
    objects: s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input),
    messages: sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input),
    calls: s3.calls().length + sqs.calls().length,
  };
}

describe('a batch that is discarded', () => {
  it('becomes an object with its records in a bucket', async () => {
    const { objects } = await send(batch, 'arn:aws:s3:::bucket');
    expect(objects).toHaveLength(1);
    const [{ Bucket, Key, Body } = expect.unreachable()] = objects;
    expect(Bucket).toBe('bucket');
    expect(Key).toMatch(
      /^aws\/lambda\/mapping-1\/shard-1\/2026\/01\/02\/2026-01-02T04\.05\.06-[\w-]+$/,
    );
    const { payload, ...rest } = JSON.parse(String(Body));
    expect(rest).toEqual(invocation);
    expect(JSON.parse(payload)).toEqual({ Records: batch.records });
  });

  it('becomes a message without its records in a queue', async () => {
    const { messages } = await send(batch, 'arn:aws:sqs:us-east-1:000000000000:queue');
    expect(messages.map(({ QueueUrl }) => QueueUrl)).toEqual(['https://queue.example']);
    expect(JSON.parse(messages[0]?.MessageBody ?? '')).toEqual(invocation);
  });

  it('has no response when it grew too old before it was tried, and no error when the function ended', async () => {
    const bodyOf = async (over: Partial<DiscardedBatch>) => {
      const { messages } = await send(
        { ...batch, ...over },
        'arn:aws:sqs:us-east-1:000000000000:queue',
      );
      return JSON.parse(messages[0]?.MessageBody ?? '');
    };
    expect(await bodyOf({ result: undefined })).not.toHaveProperty('responseContext');
    expect(await bodyOf({ result: { outcome: 'succeeded', payload: 'null' } })).toMatchObject({
      responseContext: { functionError: null },
    });
  });

  it('is lost without a destination', async () => {
    expect((await send(batch, undefined)).calls).toBe(0);
  });
});
