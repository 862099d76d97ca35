import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { attributes, indexes } from '../../shared/table/attributes.ts';
import { startDynoxide } from '../../tools/emulator/engines/dynoxide.ts';

/** The table `events` on a real engine, in memory, with the keys and the index that readers use. */
export async function startEventsTable() {
  const engine = await startDynoxide(undefined);
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'events',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attributes, indexes.conversation].flatMap(toDefinitions),
      KeySchema: toKeySchema(attributes),
      GlobalSecondaryIndexes: [
        {
          IndexName: indexes.conversation.name,
          KeySchema: toKeySchema(indexes.conversation),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [attributes.detail] },
        },
      ],
    }),
  );
  return { client, endpoint: engine.endpoint, tableName: 'events', stop: () => engine.stop() };
}

interface Key {
  readonly partitionKey: string;
  readonly sortKey: string;
}

function toDefinitions({ partitionKey, sortKey }: Key) {
  return [partitionKey, sortKey].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  }));
}

function toKeySchema({ partitionKey, sortKey }: Key) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
