import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { readItems } from '../../shared/table/dynamodb-groups.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { KnownLinks } from './known-links.ts';
import { type LinkStore, maxSortKeys } from './ports.ts';

/** The links in the events table. */
export function createDynamoDbLinkStore(
  client: DynamoDBClient,
  tableName: string,
  known: KnownLinks,
): LinkStore {
  return {
    known,

    async findKnown(keys) {
      const target = { client, tableName, signal: undefined };
      const items = await readItems(target, keys, ['pk', 'sk', 'expiresAt']);
      return new Map([...items].map(([id, { expiresAt }]) => [id, toSeconds(expiresAt)]));
    },

    async extend(keys, expiresAtSeconds) {
      const calls = keys.map(({ pk, sk }) =>
        client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: { pk: { S: pk }, sk: { S: sk } },
            // An update would create an item that the time to live has just deleted.
            ConditionExpression: 'attribute_exists(pk)',
            ...toExpiry(expiresAtSeconds),
          }),
        ),
      );
      return (await Promise.allSettled(calls)).every(({ status }) => status === 'fulfilled');
    },

    async readSortKeys(pk) {
      const query = new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ProjectionExpression: 'sk',
        // Another publisher may have stored a link a moment ago.
        ConsistentRead: true,
        Limit: maxSortKeys,
      });
      try {
        const { Items = [] } = await client.send(query);
        return Items.flatMap(({ sk }) => sk?.S ?? []);
      } catch (error) {
        throw new TributaryError(
          'store_unavailable',
          'the events table could not be read: check its throttling metrics and the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}

function toSeconds(expiresAt: AttributeValue | undefined): number | undefined {
  return expiresAt?.N === undefined ? undefined : Number(expiresAt.N);
}

function toExpiry(expiresAtSeconds: number | undefined) {
  return expiresAtSeconds === undefined
    ? { UpdateExpression: 'REMOVE expiresAt' }
    : {
        UpdateExpression: 'SET expiresAt = :expiresAt',
        ExpressionAttributeValues: { ':expiresAt': { N: String(expiresAtSeconds) } },
      };
}
