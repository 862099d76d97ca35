import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it, onTestFinished } from 'vitest';
import { createDynamoDbEventsTable } from '../../../tools/operator/aws/dynamodb-events-table.ts';

it('every hash of every erasure is found again, however many there are', async () => {
  const dynamodb = mockClient(DynamoDBClient);
  onTestFinished(() => dynamodb.restore());
  const items = new Map<string, object>();
  dynamodb.on(PutItemCommand).callsFake(({ Item }) => {
    items.set(`${Item.pk.S} ${Item.sk.S}`, Item);
    return {};
  });
  dynamodb.on(QueryCommand).callsFake(() => ({ Items: [...items.values()] }));
  const table = createDynamoDbEventsTable(new DynamoDBClient({ region: 'eu-west-1' }), 'events');
  const hashes = Array.from({ length: 45_000 }, (_, index) => index.toString(16).padStart(32, '0'));
  await table.writeErasedPartitions(new Date('2026-01-02T00:00:00Z'), hashes.slice(0, 44_999));
  await table.writeErasedPartitions(new Date('2026-01-03T00:00:00Z'), hashes.slice(-1));
  expect(await table.readErasedPartitions()).toEqual(new Set(hashes));
});
