import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import {
  isMessageEvent,
  isOfUnknownKind,
  type MessageEvent,
  type MessageType,
  type Traffic,
  trafficOf,
} from '../contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../contract/index.ts';
import { indexes, readableAttributes } from '../table/attributes.ts';
import { parseEvent } from '../table/event-item.ts';
import type { StoredRecord } from '../table/event-record.ts';
import { conversationPartition } from '../table/index-keys.ts';
import type { RecordKey } from '../table/keys.ts';
import { readMessageItems } from '../table/message-partitions.ts';
import { messagePartition, partitionKey, paymentPartition } from '../table/partition-key.ts';
import { type CallState, deriveCallState } from './call-state.ts';
import { selectCurrentEvents } from './current-events.ts';
import { readCursor, toCursor } from './cursor.ts';
import { deriveGroupState, type GroupState } from './group-state.ts';
import { deriveMessageState, detailsOf, type MessageState } from './message-state.ts';
import { derivePaymentState, type PaymentState } from './payment-state.ts';
import { deriveTemplateState, type TemplateState } from './template-state.ts';

/** One page of a conversation, the oldest message first. */
export interface TimelinePage {
  readonly messages: readonly Detail<MessageType>[];
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
  /**
   * Which messages to show beside the app's own: `standby`, those of a time when another app was in
   * control of the conversation; `history`, those from before the business joined the Cloud API. The
   * others are left out of the page, which then has fewer messages, or none. @default neither
   */
  readonly include?: readonly Traffic[] | undefined;
}

type MessageDetail = TimelinePage['messages'][number];

/** What the reader's role may read of an item, and the sort key of the index it was found in. */
interface ReadableItem {
  readonly key: RecordKey;
  /** Absent for an alias. */
  readonly event: TributaryEvent | undefined;
  readonly alias: string | undefined;
  readonly conversationSort: string | undefined;
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

  /** Without the raw JSON, which subscribers may not read and the reader does not need. */
  async function queryPartition(pk: string): Promise<readonly ReadableItem[]> {
    const items: ReadableItem[] = [];
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: readableAttributes.map((name) => `#${name}`).join(', '),
        // The subscriber policy allows only queries that name what they select.
        Select: 'SPECIFIC_ATTRIBUTES',
        ExpressionAttributeNames: Object.fromEntries(
          readableAttributes.map((name) => [`#${name}`, name]),
        ),
        ExclusiveStartKey,
      });
      items.push(...toItems(page));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  async function queryEvents(pk: string): Promise<readonly TributaryEvent[]> {
    return selectCurrentEvents(toRecords(await queryPartition(pk)));
  }

  async function queryMessage(
    provider: string,
    messageId: string,
  ): Promise<readonly StoredRecord[]> {
    const pk = messagePartition(provider, messageId);
    return toRecords(await readMessageItems(pk, queryPartition));
  }

  /** The index has the first version of a message. A replay may have recognized its kind since. */
  async function readCurrentMessage({
    key,
    event,
  }: {
    readonly key: RecordKey;
    readonly event: MessageEvent;
  }): Promise<MessageDetail> {
    if (!isOfUnknownKind(event)) return event.detail;
    const events = await queryEvents(key.pk);
    return deriveMessageState(events).message ?? event.detail;
  }

  return {
    /**
     * Every event record of a message, by either of its ids, with alternates, conflicts and replays.
     */
    messageRecords: queryMessage,

    /** A message with its derived state; `undefined` when nothing is known about it. */
    async message(provider: string, messageId: string): Promise<MessageState | undefined> {
      const events = selectCurrentEvents(await queryMessage(provider, messageId));
      return events.length === 0 ? undefined : deriveMessageState(events);
    },

    /** A page of a conversation, by the key that its messages carry. */
    async conversation(key: string, request: TimelineRequest = {}): Promise<TimelinePage> {
      const { older, newer, include = [] } = request;
      const isShown = ({ event }: { readonly event: MessageEvent }) => {
        const traffic = trafficOf(event['detail-type']);
        return traffic === undefined || include.includes(traffic);
      };
      const limit = Math.min(Math.max(request.limit ?? 25, 1), 100);
      const forward = newer !== undefined;
      const edge = newer ?? older;
      const conversation = conversationPartition(key);
      const response = await query({
        IndexName: indexes.conversation.name,
        KeyConditionExpression: '#conversation = :key',
        ExpressionAttributeNames: { '#conversation': indexes.conversation.partitionKey },
        ExpressionAttributeValues: { ':key': conversation },
        ScanIndexForward: forward,
        Limit: limit,
        ...(edge !== undefined && { ExclusiveStartKey: { conversation, ...readCursor(edge) } }),
      });
      const items = toItems(response);
      const page = forward ? items : items.toReversed();
      // The number of items does not say it: DynamoDB also ends a page at 1 MB.
      const hasMore = response.LastEvaluatedKey !== undefined;
      return {
        messages: await Promise.all(
          page.flatMap(toMessages).filter(isShown).map(readCurrentMessage),
        ),
        older: forward || hasMore ? (cursorOf(page[0]) ?? older) : undefined,
        newer: cursorOf(page.at(-1)) ?? newer,
      };
    },

    /** A template's state and history, by its id at the provider. */
    async template(provider: string, templateId: string): Promise<TemplateState | undefined> {
      const events = await queryEvents(partitionKey('template', provider, templateId));
      return events.length === 0 ? undefined : deriveTemplateState(events);
    },

    /**
     * Which app is in control of a conversation, by the key that its messages carry: the last report of
     * it; `undefined` as long as no app has given or taken it.
     */
    async owner(
      provider: string,
      key: string,
    ): Promise<Detail<'conversation.updated'> | undefined> {
      const events = await queryEvents(partitionKey('conversation', provider, key));
      return detailsOf(events, 'conversation.updated').at(-1);
    },

    /** A group's state and history, by its id at the provider. */
    async group(provider: string, groupId: string): Promise<GroupState | undefined> {
      return deriveGroupState(await queryEvents(partitionKey('group', provider, groupId)));
    },

    /** A call's state and history, by its id at the provider. */
    async call(provider: string, callId: string): Promise<CallState | undefined> {
      return deriveCallState(await queryEvents(partitionKey('call', provider, callId)));
    },

    /**
     * A payment's state and history.
     *
     * @param order `referenceId`: as in the payment's events. `business`: their
     *   `metadata.account.phoneNumberId`; for a provider without it, its id of the account
     */
    async payment(
      provider: string,
      order: { readonly business: string; readonly referenceId: string },
    ): Promise<PaymentState | undefined> {
      return derivePaymentState(await queryEvents(paymentPartition(provider, order)));
    },
  };
}

function toItems({ Items = [] }: QueryCommandOutput): readonly ReadableItem[] {
  return Items.map(({ pk, sk, detail, alias, conversationSort }) => ({
    key: { pk: String(pk), sk: String(sk) },
    event: typeof detail === 'string' ? parseEvent(detail) : undefined,
    alias: toText(alias),
    conversationSort: toText(conversationSort),
  }));
}

function toText(attribute: unknown): string | undefined {
  return typeof attribute === 'string' ? attribute : undefined;
}

function toRecords(items: readonly ReadableItem[]): readonly StoredRecord[] {
  return items.flatMap(({ key, event }) => (event === undefined ? [] : [{ key, event }]));
}

function toMessages({ key, event }: ReadableItem) {
  return isMessageEvent(event) ? [{ key, event }] : [];
}

function cursorOf(item: ReadableItem | undefined): string | undefined {
  if (item?.conversationSort === undefined) return undefined;
  return toCursor({ ...item.key, conversationSort: item.conversationSort });
}
