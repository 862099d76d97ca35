import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { environmentKeys } from '../../../shared/runtime/environment.ts';
import { goldenEvent } from '../../support/golden-events.ts';
import { hideLog, publish, startScriptedAws, stubEnvironment } from './scripted-aws.ts';

/** The deployed entry point of the publisher, with its own SDK clients, over real sockets. */
const aws = await startScriptedAws();
stubEnvironment(aws.origin);
const { handler } = await import('../../../functions/publisher/handler.ts');

/** The time that Lambda gives the function. */
const context = { getRemainingTimeInMillis: () => 60_000 };

beforeEach(() => {
  aws.reset();
  hideLog();
});
afterAll(() => aws.stop());

const { detail } = goldenEvent('message.status.updated');

let batches = 0;
let records: DynamoDBRecord[];
beforeEach(() => {
  batches += 1;
  records = ['first', 'second', 'third', 'fourth'].map(toRecord);
});

/** A stream record. Its message, its id and its sequence number differ from those of all others. */
function toRecord(messageId: string, index: number): DynamoDBRecord {
  const data = { ...detail.data, messageId };
  return {
    eventID: `event-id-${batches}-${index}`,
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
}

/** Lets the bus fail for the events of these messages. */
function failFor(...messageIds: readonly string[]): void {
  const fails = (text: string) => messageIds.some((id) => text.includes(`"${id}"`));
  aws.respondTo('PutEvents', ({ Entries = [] }) => ({ body: publish(Entries, fails) }));
}

it('reports no record when all are published', async () => {
  expect(await handler({ Records: records }, context)).toEqual({ batchItemFailures: [] });
  expect(aws.calls.map(({ operation }) => operation)).toEqual(['PutEvents']);
  expect(aws.calls[0]?.input.Entries).toMatchObject(
    records.map(({ dynamodb }) => ({ EventBusName: 'bus', Detail: dynamodb?.NewImage?.detail?.S })),
  );
});

it('reports the first record that failed, by its sequence number, after some seconds of attempts', async () => {
  failFor('second', 'third');
  const startedAt = performance.now();
  expect(await handler({ Records: records }, context)).toEqual({
    batchItemFailures: [{ itemIdentifier: '701' }],
  });
  expect(performance.now() - startedAt).toBeGreaterThan(2_000);
});

it('logs nothing below LOG_LEVEL', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  onTestFinished(() => write.mockRestore());
  expect(await handler({ Records: records }, context)).toEqual({ batchItemFailures: [] });
  expect(write.mock.calls).toEqual([]);
});

it('lists the conversation of a message when the owner has asked for it, and only then', async () => {
  const event = goldenEvent('message.received');
  const [first] = records;
  const detail = { S: JSON.stringify(event.detail) };
  const dynamodb = { ...first?.dynamodb, NewImage: { ...first?.dynamodb?.NewImage, detail } };
  const Records = [{ ...first, dynamodb }];
  const inserted = () =>
    aws.calls
      .filter(({ operation }) => operation === 'BatchExecuteStatement')
      .flatMap(({ input }) => input.Statements ?? [])
      .flatMap(({ Parameters = [] }) => Parameters.flatMap(({ S }) => S ?? []));
  await handler({ Records }, context);
  expect(inserted().filter((text) => text.includes('#day#'))).toEqual([]);

  vi.stubEnv(environmentKeys.conversationList, 'on');
  onTestFinished(() => void vi.stubEnv(environmentKeys.conversationList, undefined));
  vi.resetModules();
  const listing = await import('../../../functions/publisher/handler.ts');
  await listing.handler({ Records }, context);
  expect(inserted().filter((text) => text.includes('#day#'))).toHaveLength(1);
});

it('reports the first record when the bus cannot be reached', async () => {
  aws.respondTo('PutEvents', () => ({ status: 403, body: { __type: 'AccessDeniedException' } }));
  expect(await handler({ Records: records }, context)).toEqual({
    batchItemFailures: [{ itemIdentifier: '700' }],
  });
});

it('does not publish again what it has published, when Lambda repeats it in the same environment', async () => {
  failFor('first');
  expect(await handler({ Records: records }, context)).toEqual({
    batchItemFailures: [{ itemIdentifier: '700' }],
  });
  aws.reset();
  expect(await handler({ Records: records }, context)).toEqual({ batchItemFailures: [] });
  expect(aws.calls.map(({ input }) => input.Entries?.map(({ Detail }) => Detail))).toEqual([
    [records[0]?.dynamodb?.NewImage?.detail?.S],
  ]);
});

it('begins no call that could outlive the function, and reports the first record', async () => {
  const late = { getRemainingTimeInMillis: () => 25_000 };
  expect(await handler({ Records: records }, late)).toEqual({
    batchItemFailures: [{ itemIdentifier: '700' }],
  });
  expect(aws.calls).toEqual([]);
});

it('begins no further attempt when its time is over meanwhile', async () => {
  let leftMs = 60_000;
  aws.respondTo('PutEvents', ({ Entries = [] }) => {
    leftMs = 25_000;
    return { body: publish(Entries, () => true) };
  });
  const passing = { getRemainingTimeInMillis: () => leftMs };
  expect(await handler({ Records: records }, passing)).toEqual({
    batchItemFailures: [{ itemIdentifier: '700' }],
  });
  expect(aws.calls).toHaveLength(1);
});

it('stores a record that the bus rejects, and reports it when S3 refuses to store it', async () => {
  aws.respondTo('PutEvents', ({ Entries = [] }) => ({
    body: { FailedEntryCount: 1, Entries: Entries.map(() => ({ ErrorCode: 'InvalidArgument' })) },
  }));
  const [record] = records;
  expect(await handler({ Records: [record] as DynamoDBRecord[] }, context)).toEqual({
    batchItemFailures: [],
  });
  expect(aws.requests).toMatchObject([
    {
      method: 'PUT',
      path: expect.stringMatching('^/payloads/dead-letters/'),
      body: JSON.stringify(record),
    },
  ]);

  aws.respondToRequests(403);
  expect(await handler({ Records: [record] as DynamoDBRecord[] }, context)).toEqual({
    batchItemFailures: [{ itemIdentifier: '700' }],
  });
});
