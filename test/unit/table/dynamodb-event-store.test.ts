import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const client = new DynamoDBClient({ region: 'us-east-1' });
const dynamodb = mockClient(client);
const record = { ...toEventRecord(textMessage(), receipt), raw: '{"a":1}' };

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
  [undefined, undefined],
  [30, { N: String(Date.parse('2026-02-01T03:04:07Z') / 1000) }],
])('with a retention of %j days, the time to live is %j', async (retentionDays, expiresAt) => {
  dynamodb.on(PutItemCommand).resolves({});
  await createDynamoDbEventStore(client, { tableName: 'events', retentionDays }).store(record);
  expect(putItems().map(({ Item }) => Item?.expiresAt)).toEqual([expiresAt]);
});
