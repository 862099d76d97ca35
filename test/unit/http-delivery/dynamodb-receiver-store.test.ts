import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it, onTestFinished } from 'vitest';
import { createDynamoDbReceiverStore } from '../../../functions/http-delivery/dynamodb-receiver-store.ts';

it('the state of a receiver is read as it is now, and not as a replica has it', async () => {
  const dynamodb = mockClient(DynamoDBClient);
  onTestFinished(() => dynamodb.restore());
  dynamodb
    .on(GetItemCommand)
    .resolves({ Item: { id: { S: 'receiver' } } })
    .on(GetItemCommand, { ConsistentRead: true })
    .resolves({ Item: { id: { S: 'receiver' }, disabledBecause: { S: 'gone' } } });
  const store = createDynamoDbReceiverStore(new DynamoDBClient({ region: 'eu-west-1' }), 'state');
  expect(await store.read()).toEqual({ disabledBecause: 'gone' });
});
