import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '../../tools/emulator/engines/dynoxide.ts';

/** The table `events` on a real engine, in memory, with the keys and the index that readers use. */
export async function startEventsTable() {
  const engine = await startDynoxide(undefined);
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await client.send(
    new CreateTableCommand({
      TableName: 'events',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'conversation', 'conversationSort'].map(attribute),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'conversation',
          KeySchema: [
            { AttributeName: 'conversation', KeyType: 'HASH' },
            { AttributeName: 'conversationSort', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['detail'] },
        },
      ],
    }),
  );
  return { client, endpoint: engine.endpoint, tableName: 'events', stop: () => engine.stop() };
}
