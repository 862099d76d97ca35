import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { createDynamoDbMediaHistory } from '../../../../functions/media-mirror/message/dynamodb-media-history.ts';

it('one query with strong consistency reads the records of the mirror, and only their details', async () => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const dynamoDb = mockClient(client);
  dynamoDb.on(QueryCommand).resolves({});
  await createDynamoDbMediaHistory(client, 'events').read('message#incs#wamid.A');
  expect(dynamoDb.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toEqual([
    {
      TableName: 'events',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :media)',
      ExpressionAttributeValues: {
        ':pk': { S: 'message#incs#wamid.A' },
        ':media': { S: 'media#' },
      },
      ProjectionExpression: 'detail',
    },
  ]);
});
