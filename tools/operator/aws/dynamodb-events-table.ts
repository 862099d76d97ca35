import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { attributes, indexes } from '../../../shared/table/attributes.ts';
import { type ItemAttributes, readEvent, readRaw } from '../../../shared/table/event-item.ts';
import type { StoredRecord } from '../../../shared/table/event-record.ts';
import { auditKey, type RecordKey } from '../../../shared/table/keys.ts';
import { inParallel } from '../in-parallel.ts';
import { OperatorError } from '../operator-error.ts';

/** An item of the table: an event record, an alias or an audit entry. */
export interface TableItem {
  readonly key: RecordKey;
  /** Absent for an alias and for an audit entry. */
  readonly event: TributaryEvent | undefined;
  /** Decompresses the provider's JSON text, when it is on the item. */
  readonly raw: () => string | undefined;
  /** Key of the provider's JSON in the payload bucket, when it is there. */
  readonly payloadKey: string | undefined;
  /** Whether the outbox publishes it. */
  readonly isPublished: boolean;
  /** Whether the index `quarantine` lists it: a quarantined item, or a message of an unknown kind. */
  readonly isInQuarantine: boolean;
  /** The partition that an alias stands for. */
  readonly alias: string | undefined;
  /** Whose the outcome of a file is: hashes of the user's names. Absent for everything else. */
  readonly userHashes: readonly string[] | undefined;
}

/** The action under whose audit entries the hashes of erased partitions are. */
const erasedPartitions = 'erased-partitions';

/** 16 bytes each; an item has at most 400 KB. */
const hashesPerItem = 20_000;

/** An item that is an event record. */
export type TableRecord = TableItem & StoredRecord;

export function isRecord(item: TableItem): item is TableRecord {
  return item.event !== undefined;
}

/** The size of the table as DynamoDB counts it. */
export interface TableSize {
  readonly items: number;
  readonly bytes: number;
}

/** The events table, as commands read and change it. */
export interface EventsTable {
  /** The size as DynamoDB reports it, which it updates about every six hours. */
  size(): Promise<TableSize>;
  /** Whether new event records reach the publisher. */
  isStreamOn(): Promise<boolean>;
  /** One item as it is now; `undefined` when it was erased or has expired. */
  read(key: RecordKey): Promise<TableItem | undefined>;
  /** Every item about one thing, read consistently. */
  readPartition(pk: RecordKey['pk']): Promise<readonly TableItem[]>;
  /**
   * The items of one partition of the index `quarantine`, the oldest first. They have no raw JSON.
   *
   * @param partition one of `quarantineDayPartitions`
   */
  readQuarantine(partition: string): Promise<readonly TableItem[]>;
  /** Removes a record from the index `quarantine`, and notes the replay that recognized it. */
  releaseFromQuarantine(key: RecordKey, run: string): Promise<void>;
  delete(key: RecordKey): Promise<void>;
  /** Records an operator's action and its counts; never the person whom it was about. */
  writeAudit(action: string, at: Date, counts: Readonly<Record<string, number>>): Promise<void>;
  /** Notes which partitions an erasure deletes, by hashes that only a search for the user can compare. */
  writeErasedPartitions(at: Date, hashes: readonly string[]): Promise<void>;
  /** The hashes of every erasure so far. */
  readErasedPartitions(): Promise<ReadonlySet<string>>;
  /**
   * Reads the whole table, several segments at the same time, in no particular order.
   *
   * @param handle receives a page; the segment continues when it resolves
   */
  scan(segments: number, handle: PageHandler): Promise<void>;
}

type PageHandler = (items: readonly TableItem[]) => Promise<void>;

export function createDynamoDbEventsTable(client: DynamoDBClient, tableName: string): EventsTable {
  async function describeTable() {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table;
  }

  async function query(
    input: Pick<QueryCommandInput, 'IndexName' | 'KeyConditionExpression' | 'ConsistentRead'>,
    partition: string,
  ): Promise<readonly TableItem[]> {
    const items: TableItem[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        ...input,
        ExpressionAttributeValues: { ':partition': { S: partition } },
      },
    );
    for await (const { Items = [] } of pages) items.push(...Items.map(toTableItem));
    return items;
  }

  async function scanSegment(
    segment: { readonly Segment: number; readonly TotalSegments: number },
    handle: PageHandler,
    signal: AbortSignal,
  ): Promise<void> {
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: tableName, ...segment, ExclusiveStartKey }),
      );
      if (signal.aborted) return;
      await handle((page.Items ?? []).map(toTableItem));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }

  return {
    async size() {
      const table = await describeTable();
      return { items: table?.ItemCount ?? 0, bytes: table?.TableSizeBytes ?? 0 };
    },

    async isStreamOn() {
      const table = await describeTable();
      return table?.StreamSpecification?.StreamEnabled === true;
    },

    async read(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: toAttributes(key), ConsistentRead: true }),
      );
      return Item && toTableItem(Item);
    },

    readPartition: (pk) =>
      query({ KeyConditionExpression: 'pk = :partition', ConsistentRead: true }, pk),

    readQuarantine: (partition) =>
      query(
        {
          IndexName: indexes.quarantine.name,
          KeyConditionExpression: `${indexes.quarantine.partitionKey} = :partition`,
        },
        partition,
      ),

    async releaseFromQuarantine(key, run) {
      const { partitionKey, sortKey } = indexes.quarantine;
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: toAttributes(key),
          UpdateExpression: `SET ${attributes.recognizedBy} = :run REMOVE ${partitionKey}, ${sortKey}`,
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':run': { S: run } },
        }),
      );
    },

    async delete(key) {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: toAttributes(key) }));
    },

    async writeAudit(action, at, counts) {
      const numbers = Object.entries(counts).map(([name, count]) => [name, { N: String(count) }]);
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: { ...toAttributes(auditKey(action, at)), ...Object.fromEntries(numbers) },
        }),
      );
    },

    async writeErasedPartitions(at, hashes) {
      const { pk, sk } = auditKey(erasedPartitions, at);
      for (let start = 0; start < hashes.length; start += hashesPerItem) {
        const part = hashes.slice(start, start + hashesPerItem);
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: {
              ...toAttributes({ pk, sk: `${sk}#${start}` }),
              hashes: { B: Buffer.from(part.join(''), 'hex') },
            },
          }),
        );
      }
    },

    async readErasedPartitions() {
      const { pk } = auditKey(erasedPartitions, new Date(0));
      const input = {
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :partition',
        ExpressionAttributeValues: { ':partition': { S: pk } },
      };
      const hashes = new Set<string>();
      for await (const { Items = [] } of paginateQuery({ client }, input)) {
        for (const { hashes: bytes } of Items) {
          const hex = Buffer.from(bytes?.B ?? []).toString('hex');
          for (const hash of hex.match(/.{32}/g) ?? []) hashes.add(hash);
        }
      }
      return hashes;
    },

    async scan(segments, handle) {
      await inParallel(segments, (segment, signal) =>
        scanSegment({ Segment: segment, TotalSegments: segments }, handle, signal),
      );
    },
  };
}

/**
 * Reads an item of the table, or of an export of it. Attributes that it does not know are ignored.
 *
 * @throws {OperatorError} when the item has no key: it is not of this table
 */
export function toTableItem(item: ItemAttributes): TableItem {
  const [pk, sk] = [item.pk?.S, item.sk?.S];
  if (pk === undefined || sk === undefined) {
    throw new OperatorError('an item has no pk and sk as text: it is not of an events table');
  }
  return {
    key: { pk, sk },
    event: readEvent(item),
    raw: () => readRaw(item),
    payloadKey: item.payloadKey?.S,
    isPublished: item.publish?.N === '1',
    isInQuarantine: item.quarantine !== undefined,
    alias: item.alias?.S,
    userHashes: item.userHashes?.S?.split(','),
  };
}

function toAttributes({ pk, sk }: RecordKey): {
  readonly pk: { S: string };
  readonly sk: { S: string };
} {
  return { pk: { S: pk }, sk: { S: sk } };
}
