import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ItemAttributes } from '../../shared/table/event-item.ts';
import { messagePartition, toSortKey } from '../../shared/table/keys.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { AliasStore } from './ports.ts';

/** Aliases in the events table: an item below the second id, with the partition of the message. */
export function createDynamoDbAliasStore(client: DynamoDBClient, tableName: string): AliasStore {
  return {
    async storeAlias({ provider, providerMessageId, messageId, expiresAtSeconds }) {
      const Item = {
        pk: { S: messagePartition(provider, providerMessageId) },
        sk: { S: toSortKey({ kind: 'alias' }) },
        alias: { S: messagePartition(provider, messageId) },
        ...(expiresAtSeconds !== undefined && { expiresAt: { N: String(expiresAtSeconds) } }),
      } satisfies ItemAttributes;
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item,
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return;
        throw new TributaryError(
          'store_unavailable',
          'the events table did not accept an alias: check its throttling metrics and the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}
