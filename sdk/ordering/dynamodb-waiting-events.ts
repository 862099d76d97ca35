import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { compressEvent, keyOf, orderTable, waitingSeconds } from './order-items.ts';
import type { NewEvent, WaitingEvents } from './waiting-events.ts';

/** The events that wait, in the table of an ordered subscription. One write for each new event. */
export function createDynamoDbWaitingEvents(
  client: DynamoDBClient,
  tableName: string,
  now: () => Date,
): WaitingEvents {
  const expiry = () => ({ N: String(Math.floor(now().getTime() / 1000) + waitingSeconds) });

  /** The event gets a new ticket, which it must outlive. */
  async function keepForTicket({ conversation, position }: NewEvent): Promise<void> {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(conversation, position),
        UpdateExpression: 'SET expiresAt = :expiresAt',
        ConditionExpression: 'attribute_exists(#event)',
        ExpressionAttributeNames: { '#event': 'event' },
        ExpressionAttributeValues: { ':expiresAt': expiry() },
      }),
    );
  }

  /** @returns the ticket's id; `undefined` if the dead letter is no longer one */
  async function addAgain(event: NewEvent): Promise<string | undefined> {
    const ticketId = `${event.id}#${event.messageId}`;
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(event.conversation, event.position),
        UpdateExpression:
          'SET #event = :event, ticketId = :ticketId, expiresAt = :expiresAt REMOVE isDeadLetter',
        ConditionExpression: 'isDeadLetter = :true',
        ExpressionAttributeNames: { '#event': 'event' },
        ExpressionAttributeValues: {
          ':event': { B: compressEvent(event.json) },
          ':ticketId': { S: ticketId },
          ':expiresAt': expiry(),
          ':true': { BOOL: true },
        },
      }),
    );
    return ticketId;
  }

  return {
    async add(event) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: {
              ...keyOf(event.conversation, event.position),
              event: { B: compressEvent(event.json) },
              ticketId: { S: event.id },
              [orderTable.expiresAt]: expiry(),
            },
            ConditionExpression: 'attribute_not_exists(#position)',
            ExpressionAttributeNames: { '#position': 'position' },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return event.id;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        if (error.Item?.event) {
          await keepForTicket(event);
          return error.Item.ticketId?.S ?? event.id;
        }
        return error.Item?.isDeadLetter ? await addAgain(event) : undefined;
      }
    },
  };
}
