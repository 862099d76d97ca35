import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { conversationOf } from '../../../sdk/ordering/conversation-of.ts';
import { keyOf } from '../../../sdk/ordering/order-items.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';

/**
 * Forgets that an ordered subscription has handled an event, so that it is handled once more when it comes
 * again. An event that still waits is left alone.
 */
export async function forgetHandledEvent(
  client: DynamoDBClient,
  tableName: string,
  event: TributaryEvent,
): Promise<void> {
  const { occurredAt, id } = event.detail.metadata;
  try {
    await client.send(
      new DeleteItemCommand({
        TableName: tableName,
        Key: keyOf(conversationOf(event), `${occurredAt}#${id}`),
        ConditionExpression: 'attribute_not_exists(#event)',
        ExpressionAttributeNames: { '#event': 'event' },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
