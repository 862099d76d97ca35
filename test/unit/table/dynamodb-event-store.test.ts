import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const client = new DynamoDBClient({ region: 'us-east-1' });
const dynamodb = mockClient(client);
const record = { ...toEventRecord(textMessage(), receipt), raw: '{"a":1}' };

/** For records without payloads. */
const noPayload = () => Promise.reject(new Error('no record has a payload'));

beforeEach(() => {
  dynamodb.reset();
});

function putItems() {
  return dynamodb.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
}

it('a new event record costs one conditional put', async () => {
  dynamodb.on(PutItemCommand).resolves({});
  const { store } = createDynamoDbEventStore(client, { tableName: 'events' });
  expect(await store(record)).toBe('stored');
  expect(putItems()).toMatchObject([{ ConditionExpression: 'attribute_not_exists(pk)' }]);
});

it('a duplicate costs one conditional put, which returns the stored record', async () => {
  const Item = { ...toEventItem(record, { publish: true }) };
  dynamodb
    .on(PutItemCommand, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })
    .rejects(new ConditionalCheckFailedException({ message: '', $metadata: {}, Item }));
  const { store } = createDynamoDbEventStore(client, { tableName: 'events' });
  expect(await store(record)).toBe('duplicate');
  expect(putItems()).toHaveLength(1);
});

it.each([
  ['the same text', 'Hello', 'raw/incs/a.json', 'duplicate'],
  ['the same text in another raw form', 'Hello', 'raw/incs/b.json', 'conflict'],
  [
    'what a newer adapter reads in the same raw form',
    'Hello there',
    'raw/incs/a.json',
    'duplicate',
  ],
])(
  'of a message whose raw JSON is in the payload bucket, %s is compared by its key',
  async (_, text, key, outcome) => {
    const withPayload = (content: string, payloadKey: string) => ({
      ...toEventRecord(textMessage({ text: content }), receipt),
      payload: { key: payloadKey, content: '' },
    });
    const Item = { ...toEventItem(withPayload('Hello', 'raw/incs/a.json'), { publish: true }) };
    dynamodb
      .on(PutItemCommand)
      .rejectsOnce(new ConditionalCheckFailedException({ message: '', $metadata: {}, Item }))
      .resolves({});
    const { store } = createDynamoDbEventStore(client, { tableName: 'events' });
    expect(await store(withPayload(text, key))).toBe(outcome);
  },
);

it.each([
  [undefined, '2026-01-02T03:04:07.000Z', undefined],
  [30, '2026-01-02T03:04:07.000Z', '2026-02-01T03:04:07Z'],
  [30, '2026-01-02T03:04:07.001Z', '2026-02-01T03:04:08Z'],
])(
  'with a retention of %j days, what came at %s lives until %s',
  async (retentionDays, receivedAt, end) => {
    dynamodb.on(PutItemCommand).resolves({});
    const received = toEventRecord(textMessage(), { ...receipt, receivedAt });
    await createDynamoDbEventStore(client, { tableName: 'events', retentionDays }).store(received);
    const expiresAt = end && { N: String(Date.parse(end) / 1000) };
    expect(putItems().map(({ Item }) => Item?.expiresAt)).toEqual([expiresAt]);
  },
);

describe('more than a hundred records', () => {
  const records = Array.from({ length: 101 }, (_, at) => ({
    ...toEventRecord(textMessage({ id: `message ${at}` }), receipt),
    raw: `{"a":${at}}`,
  }));
  const store = createDynamoDbEventStore(client, { tableName: 'events', retentionDays: 30 });

  beforeEach(() => {
    dynamodb.on(BatchGetItemCommand).resolves({ Responses: { events: [] } });
    dynamodb.on(BatchExecuteStatementCommand).callsFake(({ Statements }) => ({
      Responses: Statements.map(() => ({ TableName: 'events' })),
    }));
  });

  function insertedItems() {
    const calls = dynamodb.commandCalls(BatchExecuteStatementCommand);
    return calls.flatMap(({ args }) => args[0].input.Statements ?? []);
  }

  it('are inserted as they would be put', async () => {
    expect((await store.storeMany(records, noPayload)).size).toBe(101);
    dynamodb.on(PutItemCommand).resolves({});
    for (const each of records) await store.store(each);
    const names = [...(insertedItems()[0]?.Statement ?? '').matchAll(/'(\w+)': \?/g)];
    expect(names.map(([, name]) => name)).toEqual(Object.keys(putItems()[0]?.Item ?? {}));
    expect(insertedItems().map(({ Parameters }) => Parameters)).toEqual(
      putItems().map(({ Item }) => Object.values(Item ?? {})),
    );
  });

  it('are read and inserted without a repeated key, which DynamoDB refuses', async () => {
    const repeated = [...records, ...records];
    expect((await store.storeMany(repeated, noPayload)).size).toBe(101);
    const keys = dynamodb
      .commandCalls(BatchGetItemCommand)
      .flatMap(({ args }) => args[0].input.RequestItems?.events?.Keys ?? []);
    expect(keys).toHaveLength(101);
    expect(insertedItems()).toHaveLength(101);
  });

  it('are read by keys and content only, because a response has a limit', async () => {
    await store.storeMany(records, noPayload);
    const [call] = dynamodb.commandCalls(BatchGetItemCommand);
    const { Keys, ...asked } = call?.args[0].input.RequestItems?.events ?? {};
    expect(Keys?.length).toBe(100);
    expect(asked).toEqual({
      ProjectionExpression: '#pk, #sk, #detail, #raw, #payloadKey',
      ExpressionAttributeNames: {
        '#pk': 'pk',
        '#sk': 'sk',
        '#detail': 'detail',
        '#raw': 'raw',
        '#payloadKey': 'payloadKey',
      },
    });
  });

  it('are inserted when they were not read, and left to store when they exist', async () => {
    const Keys = [{ pk: { S: 'message' }, sk: { S: 'message' } }];
    dynamodb.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { events: { Keys } } });
    dynamodb.on(BatchExecuteStatementCommand).callsFake(({ Statements }) => ({
      Responses: Statements.map((_statement: object, at: number) =>
        at === 3 ? { Error: { Code: 'DuplicateItem' } } : { TableName: 'events' },
      ),
    }));
    const outcomes = await store.storeMany(records, noPayload);
    const left = records.filter((each) => !outcomes.has(each));
    expect(left).toEqual([3, 28, 53, 78].map((at) => records[at]));
  });

  it('are inserted once their payloads are durable, and not without them', async () => {
    const durable = new Set<string>();
    const withPayloads = records.map((each, at) => ({
      ...each,
      raw: undefined,
      payload: { key: `raw/${at}.json`, content: '{}' },
    }));
    dynamodb.on(BatchExecuteStatementCommand).callsFake(({ Statements }) => {
      const keys = Statements.map(({ Parameters }: { Parameters: { S?: string }[] }) =>
        Parameters.map(({ S }) => S).find((text) => text?.startsWith('raw/')),
      );
      expect(keys.filter((key: string) => !durable.has(key))).toEqual([]);
      return { Responses: keys.map(() => ({ TableName: 'events' })) };
    });
    const outcomes = await store.storeMany(withPayloads, async ({ key }) => {
      if (key === 'raw/7.json') throw new Error('the bucket is down');
      durable.add(key);
    });
    expect(withPayloads.filter((each) => !outcomes.has(each))).toEqual([withPayloads[7]]);
  });

  it('need no payload when they exist', async () => {
    const payload = { key: 'raw/a.json', content: '{}' };
    const withPayloads = records.map((each) => ({ ...each, raw: undefined, payload }));
    const events = withPayloads.map((each) => toEventItem(each, { publish: true }));
    dynamodb.on(BatchGetItemCommand).callsFake(({ RequestItems }) => {
      const pks = RequestItems.events.Keys.map(({ pk }: { pk: { S: string } }) => pk.S);
      return { Responses: { events: events.filter(({ pk }) => pks.includes(pk.S)) } };
    });
    const outcomes = await store.storeMany(withPayloads, noPayload);
    expect([...outcomes.values()]).toEqual(Array(101).fill('duplicate'));
  });

  it('are inserted although the read fails', async () => {
    dynamodb.on(BatchGetItemCommand).rejects(new Error('AccessDeniedException'));
    expect((await store.storeMany(records, noPayload)).size).toBe(101);
  });

  it('are left to store when the inserts fail', async () => {
    dynamodb.on(BatchExecuteStatementCommand).rejects(new Error('AccessDeniedException'));
    expect((await store.storeMany(records, noPayload)).size).toBe(0);
  });
});
