import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { queueHandler } from 'tributary/handler';
import { types } from './types.ts';

/**
 * Keeps one item a conversation: when the user wrote last and when the business did. A conversation
 * waits for an answer while `inboundAt` is later than `outboundAt`.
 *
 * Instants only ever grow, so that events may come twice and in any order: no deduplication is needed.
 */
export function createInboxHandler(client: DynamoDBClient, tableName: string) {
  async function note(
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

  return queueHandler(types, {
    'message.received': ({ detail: { metadata, data } }) =>
      note(data.message.conversation.key, 'inboundAt', metadata.occurredAt),
    'message.sent': ({ detail: { metadata, data } }) =>
      note(data.message.conversation.key, 'outboundAt', metadata.occurredAt),
  });
}
