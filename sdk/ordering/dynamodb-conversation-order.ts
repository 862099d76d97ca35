import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { ConversationOrder, Progress, WaitingEvent } from '../handler/conversation-order.ts';
import { decompressEvent, keyOf, progressKey, toPartition } from './order-items.ts';

export interface OrderSettings {
  readonly tableName: string;
  readonly maxAttempts: number;
  readonly rememberDays: number;
  /** The timeout of the function. */
  readonly timeoutSeconds: number;
  /** Sends an event, as JSON, to the dead-letter queue. */
  sendToDeadLetters(json: string): Promise<void>;
  readonly now: () => Date;
}

/**
 * The order of conversations in the table of an ordered subscription. An event costs two writes, and a
 * batch two reads for each conversation, plus one for each further ticket.
 *
 * @throws the SDK's errors when the table cannot be reached: SQS then delivers the ticket again
 */
export function createDynamoDbConversationOrder(
  client: DynamoDBClient,
  { tableName, maxAttempts, rememberDays, timeoutSeconds, sendToDeadLetters, now }: OrderSettings,
): ConversationOrder {
  const inSeconds = (seconds: number) => Math.floor(now().getTime() / 1000) + seconds;
  const expiry = (): AttributeValue => ({ N: String(inSeconds(rememberDays * 24 * 60 * 60)) });

  /** The event's content is removed: only that it does not wait any more is remembered. */
  async function end(conversation: string, { position }: WaitingEvent, isDeadLetter: boolean) {
    const values = { ':expiresAt': expiry(), ...(isDeadLetter && { ':true': { BOOL: true } }) };
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(conversation, position),
        UpdateExpression: `SET expiresAt = :expiresAt${isDeadLetter ? ', isDeadLetter = :true' : ''} REMOVE #event, ticketId`,
        ExpressionAttributeNames: { '#event': 'event' },
        ExpressionAttributeValues: values,
      }),
    );
  }

  const order: ConversationOrder = {
    maxAttempts,
    async readProgress(conversation) {
      const { Item = {} } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: keyOf(conversation, progressKey),
          ConsistentRead: true,
        }),
      );
      const [position, ticketId] = [Item.latest?.S, Item.ticketId?.S];
      const progress: Progress = {
        begunUntil: Item.begunUntil?.S,
        latest: position && ticketId ? { position, ticketId } : undefined,
        attempts: Number(Item.attempts?.N ?? 0),
        beginnings: Number(Item.beginnings?.N ?? 0),
        busyUntilSeconds: Number(Item.busyUntil?.N ?? 0),
      };
      return progress;
    },
    async isBusy(conversation, { latest, busyUntilSeconds }) {
      if (latest === undefined || inSeconds(0) > busyUntilSeconds) return false;
      const [waiting] = await order.readWaiting(conversation, latest.position, latest.position);
      return waiting?.ticketId === latest.ticketId;
    },
    async readWaiting(conversation, from = '', to) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression:
            'conversation = :conversation AND #position BETWEEN :from AND :to',
          FilterExpression: 'attribute_exists(#event)',
          ExpressionAttributeNames: { '#position': 'position', '#event': 'event' },
          ExpressionAttributeValues: {
            ':conversation': { S: toPartition(conversation) },
            // A key is never empty, and a position begins with a digit.
            ':from': { S: from || '0' },
            ':to': { S: to },
          },
          ConsistentRead: true,
        },
      );
      const waiting: WaitingEvent[] = [];
      for await (const { Items = [] } of pages) waiting.push(...Items.map(toWaitingEvent));
      return waiting;
    },
    async begin(conversation, { position, ticketId }, before) {
      const { begunUntil = '' } = before;
      const progress: Progress = {
        begunUntil: position > begunUntil ? position : begunUntil,
        latest: { position, ticketId },
        attempts: before.latest?.ticketId === ticketId ? before.attempts + 1 : 1,
        beginnings: before.beginnings + 1,
        busyUntilSeconds: inSeconds(timeoutSeconds + 1),
      };
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: keyOf(conversation, progressKey),
            UpdateExpression:
              'SET begunUntil = :begunUntil, latest = :latest, ticketId = :ticketId, busyUntil = :busyUntil, attempts = :attempts, beginnings = :beginnings, expiresAt = :expiresAt',
            ConditionExpression: 'beginnings = :before OR attribute_not_exists(beginnings)',
            ExpressionAttributeValues: {
              ':begunUntil': { S: progress.begunUntil ?? position },
              ':latest': { S: position },
              ':ticketId': { S: ticketId },
              ':busyUntil': { N: String(progress.busyUntilSeconds) },
              ':attempts': { N: String(progress.attempts) },
              ':beginnings': { N: String(progress.beginnings) },
              ':before': { N: String(before.beginnings) },
              ':expiresAt': expiry(),
            },
          }),
        );
        return progress;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        throw new TributaryError(
          'event_in_progress',
          'another invocation is handling the same conversation: it is retried later, in case that one fails',
          { retryable: true, cause: error },
        );
      }
    },
    async release(conversation, { beginnings, attempts }, isAttempt = true) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: keyOf(conversation, progressKey),
            UpdateExpression: 'SET busyUntil = :busyUntil, attempts = :attempts',
            ConditionExpression: 'beginnings = :beginnings',
            ExpressionAttributeValues: {
              ':busyUntil': { N: '0' },
              ':attempts': { N: String(isAttempt ? attempts : attempts - 1) },
              ':beginnings': { N: String(beginnings) },
            },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
    complete: (conversation, event) => end(conversation, event, false),
    async moveToDeadLetters(conversation, event) {
      await sendToDeadLetters(event.json);
      await end(conversation, event, true);
    },
  };
  return order;
}

function toWaitingEvent(item: Record<string, AttributeValue>): WaitingEvent {
  return {
    position: item.position?.S ?? '',
    ticketId: item.ticketId?.S ?? '',
    json: decompressEvent(item.event?.B ?? new Uint8Array()),
  };
}
