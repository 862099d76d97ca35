import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { conversationOf } from '../../../sdk/ordering/conversation-of.ts';
import { keyOf, orderTable } from '../../../sdk/ordering/order-items.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';

/**
 * Marks an event that an ordered subscription has handled as a dead letter, so that it is handled once more when
 * it comes again. It then has another ticket: SQS leaves out the same one for five minutes. An event that still
 * waits, or that the subscription does not remember, is left alone.
 */
export async function forgetHandledEvent(
  client: DynamoDBClient,
  tableName: string,
  event: TributaryEvent,
): Promise<void> {
  const { occurredAt, id } = event.detail.metadata;
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(conversationOf(event), `${occurredAt}#${id}`),
        UpdateExpression: 'SET isDeadLetter = :true',
        ConditionExpression: 'attribute_exists(#position) AND attribute_not_exists(#event)',
        ExpressionAttributeNames: { '#position': orderTable.sortKey, '#event': 'event' },
        ExpressionAttributeValues: { ':true': { BOOL: true } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
