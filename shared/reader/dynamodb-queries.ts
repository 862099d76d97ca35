import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { TributaryEvent } from '../contract/index.ts';
import { attributes, indexes, readableAttributes } from '../table/attributes.ts';
import { parseEvent } from '../table/event-item.ts';
import type { StoredRecord } from '../table/event-record.ts';
import type { RecordKey } from '../table/keys.ts';
import type { TimelineEdge } from './cursor.ts';
import type { Page } from './merge-pages.ts';

/** What the reader's role may read of an item. */
export interface ReadableItem {
  readonly key: RecordKey;
  /** Absent for an alias and for a link. */
  readonly event: TributaryEvent | undefined;
  readonly alias: string | undefined;
}

/** An item of the index `conversation`. */
export interface IndexedItem extends ReadableItem {
  readonly edge: TimelineEdge;
}

/** A part of a conversation. */
export interface TimelinePart {
  /** Partition of the index. */
  readonly conversation: string;
  readonly isForward: boolean;
  readonly limit: number;
  /** Where it begins, without the item there; absent: at the end of the conversation. */
  readonly edge?: TimelineEdge | undefined;
}

/** The queries of readers, which ask for what the subscriber policy allows. */
export function createTableQueries(client: DynamoDBClient, tableName: string) {
  const documents = DynamoDBDocumentClient.from(client);

  async function query(input: Partial<QueryCommandInput>): Promise<QueryCommandOutput> {
    return documents.send(new QueryCommand({ TableName: tableName, ...input }));
  }

  async function queryAll(input: Partial<QueryCommandInput>): Promise<readonly ReadableItem[]> {
    const items: ReadableItem[] = [];
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await query({ ...input, ExclusiveStartKey });
      items.push(...(page.Items ?? []).map(toItem));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  return {
    /** Every item about a thing, without the raw JSON, which subscribers may not read. */
    queryPartition: (pk: string): Promise<readonly ReadableItem[]> =>
      queryAll({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: readableAttributes.map((name) => `#${name}`).join(', '),
        // The subscriber policy allows only queries that name what they select.
        Select: 'SPECIFIC_ATTRIBUTES',
        ExpressionAttributeNames: Object.fromEntries(
          readableAttributes.map((name) => [`#${name}`, name]),
        ),
      }),

    /** The sort keys of the links of a name, with those that were stored a moment ago. */
    async querySortKeys(pk: string): Promise<readonly string[]> {
      const items = await queryAll({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: attributes.sortKey,
        Select: 'SPECIFIC_ATTRIBUTES',
        ConsistentRead: true,
      });
      return items.map(({ key }) => key.sk);
    },

    /** The items of a conversation in the index, from an edge on. */
    async queryTimeline(part: TimelinePart): Promise<Page<IndexedItem>> {
      const { conversation, isForward, limit } = part;
      const { Items = [], LastEvaluatedKey } = await query({
        IndexName: indexes.conversation.name,
        ...fromEdge(part),
        ScanIndexForward: isForward,
        Limit: limit,
      });
      const items = Items.map((item) => {
        const readable = toItem(item);
        const conversationSort = String(item[indexes.conversation.sortKey]);
        return { ...readable, edge: { ...readable.key, conversation, conversationSort } };
      });
      // The number of items does not say it: DynamoDB also ends a page at 1 MB.
      return { items, hasMore: LastEvaluatedKey !== undefined };
    },
  };
}

/**
 * Where a query of one conversation begins. Of the items of one instant, those of a smaller partition are
 * first, so that an edge in one conversation is a place in every other.
 */
function fromEdge({ conversation, isForward, edge }: TimelinePart): Partial<QueryCommandInput> {
  const { partitionKey, sortKey } = indexes.conversation;
  const names = { '#conversation': partitionKey };
  const values = { ':key': conversation };
  if (edge === undefined || edge.conversation === conversation) {
    return {
      KeyConditionExpression: '#conversation = :key',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ...(edge !== undefined && { ExclusiveStartKey: { ...edge } }),
    };
  }
  const isBehind = conversation > edge.conversation;
  const backward = isBehind ? '<' : '<=';
  const forward = isBehind ? '>=' : '>';
  return {
    KeyConditionExpression: `#conversation = :key AND #sort ${isForward ? forward : backward} :edge`,
    ExpressionAttributeNames: { ...names, '#sort': sortKey },
    ExpressionAttributeValues: { ...values, ':edge': edge.conversationSort },
  };
}

/** Whether an item comes before one of another conversation, from the oldest to the newest. */
export function isOlder({ edge: one }: IndexedItem, { edge: other }: IndexedItem): boolean {
  if (one.conversationSort !== other.conversationSort) {
    return one.conversationSort < other.conversationSort;
  }
  return one.conversation < other.conversation;
}

function toItem({ pk, sk, detail, alias }: Readonly<Record<string, unknown>>): ReadableItem {
  return {
    key: { pk: String(pk), sk: String(sk) },
    event: typeof detail === 'string' ? parseEvent(detail) : undefined,
    alias: typeof alias === 'string' ? alias : undefined,
  };
}

/** The items that are event records. */
export function toRecords(items: readonly ReadableItem[]): readonly StoredRecord[] {
  return items.flatMap(({ key, event }) => (event === undefined ? [] : [{ key, event }]));
}
