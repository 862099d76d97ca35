import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { readEvent, readRaw } from '../../../shared/table/event-item.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { inParallel } from '../in-parallel.ts';

/** An event record as it lies in the table. */
export interface TableRecord {
  readonly key: RecordKey;
  /** Absent for what is no event: an alias, an audit entry. */
  readonly event: TributaryEvent | undefined;
  /** Unpacks the provider's JSON text, when it rides on the item. */
  readonly raw: () => string | undefined;
  /** Where the provider's JSON is in the payload bucket, when it is there. */
  readonly payloadKey: string | undefined;
  /** Whether it was published. */
  readonly isPublished: boolean;
  /** Whether it is listed among what was not understood. */
  readonly isListed: boolean;
  /** The partition that an alias means. */
  readonly alias: string | undefined;
}

export interface TableSize {
  readonly items: number;
  readonly bytes: number;
}

/** The table `events`, as the operator's commands read it and change it. */
export type EventsTableReader = ReturnType<typeof createDynamoDbEventsTable>;

export function createDynamoDbEventsTable(client: DynamoDBClient, tableName: string) {
  return {
    /** What DynamoDB says of the table's size; it counts anew about every six hours. */
    async size(): Promise<TableSize> {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
      return { items: Table?.ItemCount ?? 0, bytes: Table?.TableSizeBytes ?? 0 };
    },

    /** Whether new event records reach the publisher. */
    async isStreamOn(): Promise<boolean> {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
      return Table?.StreamSpecification?.StreamEnabled === true;
    },

    /** One event record as it is now; `undefined` when it was erased or has expired. */
    async record({ pk, sk }: RecordKey): Promise<TableRecord | undefined> {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { pk: { S: pk }, sk: { S: sk } },
          ConsistentRead: true,
        }),
      );
      return Item && toTableRecord(Item);
    },

    /** Every event record of one thing. */
    async partition(pk: string): Promise<readonly TableRecord[]> {
      const records: TableRecord[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: pk } },
        },
      );
      for await (const { Items = [] } of pages) records.push(...Items.map(toTableRecord));
      return records;
    },

    /** Keys and events of what was not understood in a partition of the index, the oldest first. */
    async listed(partition: string): Promise<readonly TableRecord[]> {
      const records: TableRecord[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          IndexName: 'quarantine',
          KeyConditionExpression: 'quarantine = :partition',
          ExpressionAttributeValues: { ':partition': { S: partition } },
        },
      );
      for await (const { Items = [] } of pages) records.push(...Items.map(toTableRecord));
      return records;
    },

    /** Takes an event record off the list of what was not understood, and says which replay did it. */
    async unlist({ pk, sk }: RecordKey, run: string): Promise<void> {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { pk: { S: pk }, sk: { S: sk } },
          UpdateExpression: 'SET understoodBy = :run REMOVE quarantine, quarantineSort',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':run': { S: run } },
        }),
      );
    },

    async delete({ pk, sk }: RecordKey): Promise<void> {
      await client.send(
        new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } } }),
      );
    },

    /** Writes down that an operator did something, and how much; never with whom it was about. */
    async writeAudit(
      action: string,
      at: Date,
      counts: Readonly<Record<string, number>>,
    ): Promise<void> {
      const numbers = Object.entries(counts).map(([name, count]) => [name, { N: String(count) }]);
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: {
            pk: { S: `audit#${action}` },
            sk: { S: at.toISOString() },
            ...Object.fromEntries(numbers),
          },
        }),
      );
    },

    /**
     * Reads the whole table, several segments at the same time. Order is not kept.
     *
     * @param handle gets a page; the segment goes on when it resolves
     */
    async scan(
      segments: number,
      handle: (records: readonly TableRecord[]) => Promise<void>,
    ): Promise<void> {
      await inParallel(segments, (segment, signal) =>
        scanSegment({ Segment: segment, TotalSegments: segments }, handle, signal),
      );
    },
  };

  async function scanSegment(
    segment: { readonly Segment: number; readonly TotalSegments: number },
    handle: (records: readonly TableRecord[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: tableName, ...segment, ExclusiveStartKey }),
      );
      if (signal.aborted) return;
      await handle((page.Items ?? []).map(toTableRecord));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }
}

/** An event record, from its item; attributes that it does not know are left out. */
export function toTableRecord(
  item: Readonly<Record<string, AttributeValue | undefined>>,
): TableRecord {
  return {
    key: { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' },
    event: readEvent(item),
    raw: () => readRaw(item),
    payloadKey: item.payloadKey?.S,
    isPublished: item.publish?.N === '1',
    isListed: item.quarantine !== undefined,
    alias: item.alias?.S,
  };
}
