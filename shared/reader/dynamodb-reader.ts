import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { Detail } from '../contract/index.ts';
import { parseEvent } from '../table/event-item.ts';
import { conversationPartition, messagePartition, templatePartition } from '../table/keys.ts';
import { readCursor, toCursor } from './cursor.ts';
import { deriveMessageState, type MessageState } from './message-state.ts';
import { newestEvents, type StoredEvent } from './newest-events.ts';
import { deriveTemplateState, type TemplateState } from './template-state.ts';

export type { StoredEvent } from './newest-events.ts';

/** One page of a conversation, the oldest message first. */
export interface TimelinePage {
  readonly messages: readonly Detail<'message.received' | 'message.sent'>[];
  /** Cursor to what came before this page; absent at the beginning of the conversation. */
  readonly older: string | undefined;
  /** Cursor to what comes after this page; it stays valid and finds what is written later. */
  readonly newer: string | undefined;
}

/** Which page: the newest when neither cursor is given. */
export interface TimelineRequest {
  readonly older?: string | undefined;
  readonly newer?: string | undefined;
  /** Messages on a page, 1 to 100. @default 25 */
  readonly limit?: number | undefined;
}

type MessageDetail = TimelinePage['messages'][number];

interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly detail?: string;
  readonly alias?: string;
  readonly conversationSort?: string;
}

/**
 * Reads the table `events` by its access patterns. A call costs one query or two; a page of a
 * conversation one more for each message of an unknown kind.
 */
export function createDynamoDbReader(client: DynamoDBClient, tableName: string) {
  const documents = DynamoDBDocumentClient.from(client);

  function query(input: Partial<QueryCommandInput>): Promise<QueryCommandOutput> {
    return documents.send(new QueryCommand({ TableName: tableName, ...input }));
  }

  /** Without the raw JSON, which other teams may not read and nobody needs here. */
  async function queryPartition(pk: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: 'pk, sk, detail, #alias',
        // The policy of subscribers asks for it by name.
        Select: 'SPECIFIC_ATTRIBUTES',
        ExpressionAttributeNames: { '#alias': 'alias' },
        ExclusiveStartKey,
      });
      items.push(...toItems(page));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  /** A message's partition, and the partition of its other id when it has one. */
  async function queryMessage(provider: string, messageId: string): Promise<readonly Item[]> {
    const pk = messagePartition(provider, messageId);
    const items = await queryPartition(pk);
    const other = items.map((item) => otherPartition(item, provider)).find((it) => it && it !== pk);
    return other === undefined ? items : [...items, ...(await queryPartition(other))];
  }

  /** A message of an unknown kind as a replay has read it since; the index has the first telling. */
  async function understand({ pk }: Item, told: MessageDetail): Promise<MessageDetail> {
    if (told.data.message.content.kind !== 'unknown') return told;
    const records = (await queryPartition(pk)).flatMap(toStoredEvent);
    return deriveMessageState(newestEvents(records)).message ?? told;
  }

  return {
    /** Every event record of a message, by either of its ids: repeats, conflicts and replays included. */
    async messageRecords(provider: string, messageId: string): Promise<readonly StoredEvent[]> {
      return (await queryMessage(provider, messageId)).flatMap(toStoredEvent);
    },

    /** A message with its derived state; `undefined` when nothing is known of it. */
    async message(provider: string, messageId: string): Promise<MessageState | undefined> {
      const records = (await queryMessage(provider, messageId)).flatMap(toStoredEvent);
      const told = newestEvents(records);
      return told.length === 0 ? undefined : deriveMessageState(told);
    },

    /** A page of a conversation, by the key that its messages carry. */
    async conversation(key: string, request: TimelineRequest = {}): Promise<TimelinePage> {
      const { older, newer } = request;
      const limit = Math.min(Math.max(request.limit ?? 25, 1), 100);
      const forward = newer !== undefined;
      const edge = newer ?? older;
      const conversation = conversationPartition(key);
      const response = await query({
        IndexName: 'conversation',
        KeyConditionExpression: '#conversation = :key',
        ExpressionAttributeNames: { '#conversation': 'conversation' },
        ExpressionAttributeValues: { ':key': conversation },
        ScanIndexForward: forward,
        Limit: limit,
        ...(edge !== undefined && { ExclusiveStartKey: { conversation, ...readCursor(edge) } }),
      });
      const items = toItems(response);
      const page = forward ? items : items.toReversed();
      // Not the number of items tells: DynamoDB also cuts a page at 1 MB.
      const hasMore = response.LastEvaluatedKey !== undefined;
      return {
        messages: await Promise.all(
          page.flatMap((item) => toMessage(item).map((told) => understand(item, told))),
        ),
        older: forward || hasMore ? (cursorOf(page[0]) ?? older) : undefined,
        newer: cursorOf(page.at(-1)) ?? newer,
      };
    },

    /** A template's state and history, by its id at the provider. */
    async template(provider: string, templateId: string): Promise<TemplateState | undefined> {
      const items = await queryPartition(templatePartition(provider, templateId));
      const told = newestEvents(items.flatMap(toStoredEvent));
      return told.length === 0 ? undefined : deriveTemplateState(told);
    },
  };
}

function otherPartition(item: Item, provider: string): string | undefined {
  if (item.alias !== undefined) return item.alias;
  const [stored] = toStoredEvent(item);
  const other = stored?.event.detail.data;
  if (other === undefined || !('message' in other)) return undefined;
  const { providerMessageId } = other.message;
  return providerMessageId === undefined
    ? undefined
    : messagePartition(provider, providerMessageId);
}

function toItems({ Items = [] }: QueryCommandOutput): readonly Item[] {
  return Items as Item[];
}

function toStoredEvent({ pk, sk, detail }: Item): readonly StoredEvent[] {
  const event = detail === undefined ? undefined : parseEvent(detail);
  return event === undefined ? [] : [{ pk, sk, event }];
}

function toMessage(item: Item): readonly MessageDetail[] {
  return toStoredEvent(item).flatMap(({ event }) =>
    event['detail-type'] === 'message.received' || event['detail-type'] === 'message.sent'
      ? [event.detail]
      : [],
  );
}

function cursorOf(item: Item | undefined): string | undefined {
  if (item?.conversationSort === undefined) return undefined;
  const { pk, sk, conversationSort } = item;
  return toCursor({ pk, sk, conversationSort });
}
