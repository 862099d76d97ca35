import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDbQueries } from './dynamodb-queries.ts';
import { createTableReader, type TableReader } from './table-reader.ts';

/** The reader of a table on DynamoDB. */
export function createDynamoDbReader(
  client: DynamoDBClient,
  tableName: string,
  now = () => new Date(),
): TableReader {
  return createTableReader(createDynamoDbQueries(client, tableName), now);
}
