import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { readItems } from '../../shared/table/dynamodb-groups.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { KnownLinks } from './known-links.ts';
import type { LinkStore } from './ports.ts';

/** The links in the events table. */
export function createDynamoDbLinkStore(
  client: DynamoDBClient,
  tableName: string,
  known: KnownLinks,
): LinkStore {
  return {
    known,

    async findKnown(keys) {
      const items = await readItems({ client, tableName, signal: undefined }, keys, ['pk', 'sk']);
      return new Set(items.keys());
    },

    async readSortKeys(pk) {
      const sortKeys: string[] = [];
      try {
        const pages = paginateQuery(
          { client },
          {
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: pk } },
            ProjectionExpression: 'sk',
            // Another publisher may have stored a link a moment ago.
            ConsistentRead: true,
          },
        );
        for await (const { Items = [] } of pages) {
          for (const { sk } of Items) if (sk?.S !== undefined) sortKeys.push(sk.S);
        }
      } catch (error) {
        throw new TributaryError(
          'store_unavailable',
          'the events table could not be read: check its throttling metrics and the AWS status page',
          { retryable: true, cause: error },
        );
      }
      return sortKeys;
    },
  };
}
