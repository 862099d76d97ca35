import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { goldenEvent } from '../../support/golden-events.ts';
import { hideLog, publish, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/** The deployed entry point of the publisher, with its own SDK clients, over real sockets. */
const aws = await startScriptedAws();
stubEnvironment(aws.origin);
const { handler } = await import('../../../functions/publisher/handler.ts');

beforeEach(() => {
  aws.reset();
  hideLog();
});
afterAll(() => aws.stop());

const { detail } = goldenEvent('message.status.updated');

/** Stream records of different messages. Their ids and their sequence numbers differ. */
const records = ['first', 'second', 'third', 'fourth'].map((messageId, index): DynamoDBRecord => {
  const data = { ...detail.data, messageId };
  return {
    eventID: `event-id-${index}`,
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: `${700 + index}`,
      NewImage: {
        pk: { S: `message#incs#${messageId}` },
        sk: { S: 'status#read' },
        detail: { S: JSON.stringify({ ...detail, data }) },
        publish: { N: '1' },
      },
    },
  };
});

/** Lets the bus fail for the events of these messages. */
function failFor(...messageIds: readonly string[]): void {
  const fails = (text: string) => messageIds.some((id) => text.includes(`"${id}"`));
  aws.respondTo('PutEvents', ({ Entries = [] }) => ({ body: publish(Entries, fails) }));
}

it('reports no record when all are published', async () => {
  expect(await handler({ Records: records })).toEqual({ batchItemFailures: [] });
  expect(aws.calls.map(({ operation }) => operation)).toEqual(['PutEvents']);
  expect(aws.calls[0]?.input.Entries).toMatchObject(
    records.map(({ dynamodb }) => ({ EventBusName: 'bus', Detail: dynamodb?.NewImage?.detail?.S })),
  );
});

it('reports the first record that failed, by its sequence number', async () => {
  failFor('second', 'third');
  expect(await handler({ Records: records })).toEqual({
    batchItemFailures: [{ itemIdentifier: '701' }],
  });
});

it('reports the first record when the bus cannot be reached', async () => {
  aws.respondTo('PutEvents', () => ({ status: 403, body: { __type: 'AccessDeniedException' } }));
  expect(await handler({ Records: records })).toEqual({
    batchItemFailures: [{ itemIdentifier: '700' }],
  });
});

it('stores a record that the bus rejects, and reports it when S3 refuses to store it', async () => {
  aws.respondTo('PutEvents', ({ Entries = [] }) => ({
    body: { FailedEntryCount: 1, Entries: Entries.map(() => ({ ErrorCode: 'InvalidArgument' })) },
  }));
  const [record] = records;
  expect(await handler({ Records: [record] as DynamoDBRecord[] })).toEqual({
    batchItemFailures: [],
  });
  expect(aws.requests).toMatchObject([{ method: 'PUT', body: JSON.stringify(record) }]);

  aws.respondToRequests(403);
  expect(await handler({ Records: [record] as DynamoDBRecord[] })).toEqual({
    batchItemFailures: [{ itemIdentifier: '700' }],
  });
});
