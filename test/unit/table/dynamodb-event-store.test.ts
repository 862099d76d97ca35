import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import { readEvent, readRaw, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const dynamodb = mockClient(DynamoDBClient);
const store = createDynamoDbEventStore(new DynamoDBClient({ region: 'us-east-1' }), {
  tableName: 'events',
});
const record = { ...toEventRecord(textMessage(), receipt), raw: '{"a":1}' };

beforeEach(() => {
  dynamodb.reset();
});

/** One put after the other finds one of these items under its key; later puts find none. */
function occupiedBy(...stored: readonly Parameters<typeof toEventItem>[0][]) {
  const puts = dynamodb.on(PutItemCommand);
  for (const record of stored) {
    const Item = { ...toEventItem(record, { publish: true }) };
    puts.rejectsOnce(new ConditionalCheckFailedException({ message: '', $metadata: {}, Item }));
  }
  puts.resolves({});
}

function putItems() {
  return dynamodb.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
}

describe('storing an event record', () => {
  it('is one conditional put', async () => {
    dynamodb.on(PutItemCommand).resolves({});
    expect(await store.store(record)).toBe('stored');
    const [put, ...more] = putItems();
    expect(more).toEqual([]);
    expect(put?.ConditionExpression).toBe('attribute_not_exists(pk)');
    expect(put?.Item?.publish).toEqual({ N: '1' });
  });

  it('that the table has writes nothing', async () => {
    occupiedBy(record);
    expect(await store.store(record)).toBe('duplicate');
    expect(putItems()).toHaveLength(1);
  });

  it('that the table has from another provider event is stored beside it and not published', async () => {
    occupiedBy({
      ...toEventRecord(textMessage({ providerEvent: 'message_created' }), receipt),
      raw: '{"b":2}',
    });
    expect(await store.store(record)).toBe('alternate');
    const beside = putItems()[1]?.Item;
    expect(beside?.sk).toEqual({ S: 'alternate#new_message' });
    expect(beside?.publish).toBeUndefined();
  });

  it('with other content than the stored one is stored as a conflict and not published', async () => {
    occupiedBy({ ...toEventRecord(textMessage({ text: 'Goodbye' }), receipt), raw: '{"b":2}' });
    expect(await store.store(record)).toBe('conflict');
    const beside = putItems()[1]?.Item;
    expect(beside?.sk?.S).toMatch(/^conflict#[0-9a-f]{32}$/);
    expect(beside?.publish).toBeUndefined();
  });

  it('that the second provider event repeats with other content is stored as a conflict', async () => {
    const first = {
      ...toEventRecord(textMessage({ providerEvent: 'message_created' }), receipt),
      raw: '{"b":2}',
    };
    const alternate = {
      ...toEventRecord(textMessage({ text: 'Goodbye' }), receipt),
      raw: '{"c":3}',
    };
    occupiedBy(first, alternate);
    expect(await store.store(record)).toBe('conflict');
    expect(putItems()[2]?.Item?.sk?.S).toMatch(/^conflict#[0-9a-f]{32}$/);
  });

  it('that the second provider event repeats is a duplicate', async () => {
    occupiedBy(toEventRecord(textMessage({ providerEvent: 'message_created' }), receipt), record);
    expect(await store.store(record)).toBe('duplicate');
    expect(putItems()).toHaveLength(2);
  });

  it('with the same raw JSON, which older code read differently, is a duplicate', async () => {
    occupiedBy({
      ...toEventRecord(textMessage({ text: 'as older code read it' }), receipt),
      raw: '{"a":1}',
    });
    expect(await store.store(record)).toBe('duplicate');
  });

  it('that the table does not accept is a retryable error', async () => {
    dynamodb
      .on(PutItemCommand)
      .rejects(new ProvisionedThroughputExceededException({ message: '', $metadata: {} }));
    await expect(store.store(record)).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
  });

  it('sets the time to live only when a retention is configured', async () => {
    dynamodb.on(PutItemCommand).resolves({});
    await store.store(record);
    const settings = { tableName: 'events', retentionDays: 30 };
    const client = new DynamoDBClient({ region: 'us-east-1' });
    await createDynamoDbEventStore(client, settings).store(record);
    expect(putItems().map((put) => put.Item?.expiresAt)).toEqual([
      undefined,
      { N: String(Date.parse('2026-02-01T03:04:07Z') / 1000) },
    ]);
  });
});

describe('an item', () => {
  it('gives back its event and its raw JSON', () => {
    const item = toEventItem(record, { publish: true });
    expect(readEvent({ ...item })).toEqual(record.event);
    expect(readRaw({ ...item })).toBe('{"a":1}');
  });

  it.each([
    {},
    { detail: { S: '{' } },
    { detail: { S: '{"metadata":{}}' } },
    { detail: { S: 'null' } },
  ])('without an event, %j, gives none', (item) => {
    expect(readEvent(item)).toBeUndefined();
  });
});
