import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import { type ItemAttributes, readEvent, readRaw } from '../../../shared/table/event-item.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { CallbackEventStore } from '../../../shared/table/event-store.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { EventsTable } from '../../simulation/aws/dynamodb.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryEventStore } from '../../support/memory-event-store.ts';
import { clientSettings } from './client-settings.ts';
import { createSimulation } from './simulation.ts';

/** An event store, and what a test must know past it. */
export interface OpenEventStore {
  readonly store: CallbackEventStore['store'];
  readonly storeMany: CallbackEventStore['storeMany'];
  /** The record with a key, read past the store. */
  readonly read: (key: RecordKey) => Promise<ReadRecord | undefined>;
  /** The store cannot be reached from now on, or no longer. */
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

/** An event record as a reader finds it. */
export interface ReadRecord {
  readonly event: EventRecord['event'] | undefined;
  readonly raw: string | undefined;
  readonly isPublished: boolean;
}

/** The store in memory that tests use. */
export async function openMemory(): Promise<OpenEventStore> {
  const memory = createMemoryEventStore();
  return {
    store: memory.store,
    storeMany: memory.storeMany,
    read: async (key) => {
      const record = memory.read(key);
      return record && { event: record.event, raw: record.raw, isPublished: record.isPublished };
    },
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

/** The table on a real engine, behind a proxy that makes faults. */
export async function openDynamoDb() {
  const table = await startEventsTable();
  const proxy = await startFaultyProxy(table.endpoint);
  const client = new DynamoDBClient(clientSettings(proxy.endpoint));
  const { store, storeMany } = createDynamoDbEventStore(client, table);
  const repeatingClient = new DynamoDBClient({ ...clientSettings(proxy.endpoint), maxAttempts: 3 });
  const read = async ({ pk, sk }: RecordKey) => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const input = { TableName: table.tableName, Key, ConsistentRead: true };
    return toReadRecord((await table.client.send(new GetItemCommand(input))).Item);
  };
  return {
    store,
    storeMany,
    read,
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      client.destroy();
      repeatingClient.destroy();
      await proxy.stop();
      await table.stop();
    },
    proxy,
    /** The same table, through a client that repeats its requests as the deployed one does. */
    repeating: createDynamoDbEventStore(repeatingClient, table),
    /** Puts other bytes in the place of a record's raw JSON. */
    replaceRaw: async ({ pk, sk }: RecordKey, bytes: Uint8Array) => {
      await table.client.send(
        new UpdateItemCommand({
          TableName: table.tableName,
          Key: { pk: { S: pk }, sk: { S: sk } },
          UpdateExpression: 'SET #raw = :raw',
          ExpressionAttributeNames: { '#raw': 'raw' },
          ExpressionAttributeValues: { ':raw': { B: bytes } },
        }),
      );
    },
  };
}

/** The table of the simulation. */
export async function openModel(): Promise<OpenEventStore> {
  const { world, environment, run, setOutage } = createSimulation();
  const table = new EventsTable(world, () => {});
  const { store, storeMany } = createDynamoDbEventStore(table.clientFor(environment), {
    tableName: 'events',
  });
  return {
    store: (record) => run(() => store(record)),
    storeMany: (records, putPayload) => run(() => storeMany(records, putPayload)),
    read: async ({ pk, sk }) =>
      toReadRecord(table.items.find((item) => item.pk?.S === pk && item.sk?.S === sk)),
    setDown: (isDown) => setOutage('dynamodb', isDown),
    close: async () => {},
  };
}

function toReadRecord(item: ItemAttributes | undefined): ReadRecord | undefined {
  if (item === undefined) return undefined;
  return { event: readEvent(item), raw: readRaw(item), isPublished: item.publish?.N === '1' };
}
