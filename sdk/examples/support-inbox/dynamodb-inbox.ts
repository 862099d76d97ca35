import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createQueueHandler } from 'tributary-gateway/handler';
import { types } from './types.ts';

/**
 * Stores one item for each conversation: when the user wrote last, and when the business did. A
 * conversation waits for a reply while `inboundAt` is later than `outboundAt`.
 *
 * A time is only replaced by a later one. Events may therefore arrive twice and in any order, and need
 * no deduplication.
 */
export function createInboxHandler(client: DynamoDBClient, tableName: string) {
  async function storeTime(
    conversation: string,
    side: 'inboundAt' | 'outboundAt',
    at: string,
  ): Promise<void> {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { conversation: { S: conversation } },
          UpdateExpression: 'SET #side = :at',
          ConditionExpression: 'attribute_not_exists(#side) OR #side < :at',
          ExpressionAttributeNames: { '#side': side },
          ExpressionAttributeValues: { ':at': { S: at } },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  return createQueueHandler(
    types,
    {
      'message.received': ({ detail: { metadata, data } }) =>
        storeTime(data.message.conversation.key, 'inboundAt', metadata.occurredAt),
      'message.sent': ({ detail: { metadata, data } }) =>
        storeTime(data.message.conversation.key, 'outboundAt', metadata.occurredAt),
    },
    { replays: true },
  );
}
