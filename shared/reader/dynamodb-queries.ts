import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { attributes, indexes, readableAttributes } from '../table/attributes.ts';
import { parseEvent } from '../table/event-item.ts';
import type { ReadableItem, TableQueries, TimelinePart } from './table-queries.ts';

/** The queries of readers, which ask for what the subscriber policy allows. */
export function createDynamoDbQueries(client: DynamoDBClient, tableName: string): TableQueries {
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
    queryPartition: (pk) => queryAll(ofPartition(pk)),

    async queryPage({ pk, limit, after }) {
      const { Items = [], LastEvaluatedKey } = await query({
        ...ofPartition(pk),
        Limit: limit,
        // The item there may be in another partition: a start key must be of the one that is queried.
        ...(after !== undefined && {
          KeyConditionExpression: 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: { ':pk': pk, ':after': after },
        }),
      });
      return { items: Items.map(toItem), hasMore: LastEvaluatedKey !== undefined };
    },

    async querySortKeys(pk) {
      const items = await queryAll({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: attributes.sortKey,
        Select: 'SPECIFIC_ATTRIBUTES',
        ConsistentRead: true,
      });
      return items.map(({ key }) => key.sk);
    },

    async queryTimeline(part) {
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

function ofPartition(pk: string): Partial<QueryCommandInput> {
  return {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ProjectionExpression: readableAttributes.map((name) => `#${name}`).join(', '),
    // The subscriber policy allows only queries that name what they select.
    Select: 'SPECIFIC_ATTRIBUTES',
    ExpressionAttributeNames: Object.fromEntries(
      readableAttributes.map((name) => [`#${name}`, name]),
    ),
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

function toItem({ pk, sk, detail, alias }: Readonly<Record<string, unknown>>): ReadableItem {
  return {
    key: { pk: String(pk), sk: String(sk) },
    event: typeof detail === 'string' ? parseEvent(detail) : undefined,
    alias: typeof alias === 'string' ? alias : undefined,
  };
}
