import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { type ItemStore, maxItems } from '../../../functions/publisher/ports.ts';
import type { ItemAttributes } from '../../../shared/table/event-item.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import { EventsTable } from '../../simulation/aws/dynamodb.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { jsonFaults, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { clientSettings } from './client-settings.ts';
import { expectToWait } from './expect-to-wait.ts';
import { createSimulation } from './simulation.ts';

/**
 * The items beside event records, such as the alias by which a reader finds a message by its second id.
 *
 * Guaranteed:
 * - an item that is not reported as failed is durable, with all its attributes;
 * - the first item with a key stays, whatever follows and also when calls are concurrent;
 * - an item that is there keeps no other item of the call from being inserted;
 * - `insert` never throws, reports why items failed, and all may be inserted again.
 *
 * Not guaranteed: that an item that failed was not written.
 */
interface OpenItemStore {
  readonly insert: ItemStore['insert'];
  /** An alias, read past the store. */
  readonly read: (secondId: string) => Promise<ItemAttributes | undefined>;
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

async function openMemory(): Promise<OpenItemStore> {
  const memory = createMemoryItemStore();
  return {
    insert: memory.insert,
    read: async (id) => memory.items().find(({ pk }) => pk?.S === partitionOf(id)),
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

async function openDynamoDb() {
  const table = await startEventsTable();
  const proxy = await startFaultyProxy(table.endpoint);
  const client = new DynamoDBClient(clientSettings(proxy.endpoint));
  return {
    insert: createDynamoDbItemStore(client, table.tableName).insert,
    read: async (id: string) => {
      const Key = { pk: { S: partitionOf(id) }, sk: { S: 'alias' } };
      const input = { TableName: table.tableName, Key, ConsistentRead: true };
      return (await table.client.send(new GetItemCommand(input))).Item;
    },
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      client.destroy();
      await proxy.stop();
      await table.stop();
    },
    proxy,
  };
}

async function openModel(): Promise<OpenItemStore> {
  const { world, environment, run, setOutage } = createSimulation();
  const table = new EventsTable(world, () => {});
  const { insert } = createDynamoDbItemStore(table.clientFor(environment), 'events');
  return {
    insert: (items) => run(() => insert(items)),
    read: async (id) =>
      table.items.find(({ pk, sk }) => pk?.S === partitionOf(id) && sk?.S === 'alias'),
    setDown: (isDown) => setOutage('dynamodb', isDown),
    close: async () => {},
  };
}

function partitionOf(secondId: string): string {
  return messagePartition('incs', secondId);
}

function toAlias(secondId: string, change: ItemAttributes = {}): ItemAttributes {
  return {
    pk: { S: partitionOf(secondId) },
    sk: { S: 'alias' },
    alias: { S: messagePartition('incs', `wamid.${secondId}`) },
    ...change,
  };
}

const unavailable = { name: 'TributaryError', code: 'store_unavailable', retryable: true };

describe.each([
  ['in memory', openMemory],
  ['in DynamoDB', openDynamoDb],
  ['in the DynamoDB of the simulation', openModel],
])('an item store %s', (_where, open) => {
  let opened: OpenItemStore;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it('has the items of a full call, with the time at which they expire, when it returns', async () => {
    const items = Array.from({ length: maxItems }, (_, index) =>
      toAlias(`full-${index}`, index % 2 === 0 ? {} : { expiresAt: { N: '1800000000' } }),
    );
    expect(await opened.insert(items)).toEqual({ failed: [] });
    for (const [index, item] of items.entries())
      expect(await opened.read(`full-${index}`)).toEqual(item);
  });

  it('leaves the first item of a key as it is, and inserts the others of the call', async () => {
    await opened.insert([toAlias('first')]);
    const later = toAlias('first', { alias: { S: 'another' }, expiresAt: { N: '1' } });
    expect(await opened.insert([later, toAlias('second')])).toEqual({ failed: [] });
    expect(await opened.read('first')).toEqual(toAlias('first'));
    expect(await opened.read('second')).toEqual(toAlias('second'));
  });

  it('lets one of many concurrent items with one key be the first', async () => {
    const items = Array.from({ length: 10 }, (_, index) =>
      toAlias('race', { alias: { S: `${index}` } }),
    );
    const results = await Promise.all(items.map((item) => opened.insert([item])));
    expect(results.flatMap(({ failed }) => failed)).toEqual([]);
    const winner = await opened.read('race');
    expect(items).toContainEqual(winner);
    await opened.insert([toAlias('race')]);
    expect(await opened.read('race')).toEqual(winner);
  });

  it('reports all items as failed while it cannot be reached, and inserts them later', async () => {
    const items = [toAlias('outage-1'), toAlias('outage-2')];
    opened.setDown(true);
    expect(await opened.insert(items)).toMatchObject({ failed: items, error: unavailable });
    opened.setDown(false);
    expect(await opened.insert(items)).toEqual({ failed: [] });
    expect(await opened.read('outage-2')).toEqual(items[1]);
  });
});

describe('an item store in DynamoDB that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openDynamoDb>>;

  beforeAll(async () => {
    opened = await openDynamoDb();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(jsonFaults))(
    'reports the items as failed when %s',
    async (name, fault) => {
      const items = [toAlias(name)];
      opened.proxy.setFault(fault);
      expect(await opened.insert(items)).toMatchObject({ failed: items, error: unavailable });
    },
  );

  it.each([
    ['throttles a statement', { Error: { Code: 'ThrottlingError' } }, 'ThrottlingError'],
    ['lacks a permission', { Error: { Code: 'AccessDenied' } }, 'AccessDenied'],
  ])('reports the one item that failed, and why, when it %s', async (what, response, cause) => {
    opened.proxy.setFault({
      status: 200,
      contentType: 'application/x-amz-json-1.0',
      body: JSON.stringify({
        Responses: [{}, response, { Error: { Code: 'DuplicateItem' } }],
      }),
    });
    const items = [1, 2, 3].map((number) => toAlias(`${what} ${number}`));
    const { failed, error } = await opened.insert(items);
    expect(failed).toEqual([items[1]]);
    expect(error).toMatchObject({ ...unavailable, cause: { name: cause } });
  });

  it('reports an item as failed that the table says nothing about', async () => {
    opened.proxy.setFault({
      status: 200,
      contentType: 'application/x-amz-json-1.0',
      body: JSON.stringify({ Responses: [{}] }),
    });
    const items = [toAlias('said'), toAlias('not said')];
    expect(await opened.insert(items)).toMatchObject({ failed: [items[1]], error: unavailable });
  });

  it('does not return before the table has confirmed the items', async () => {
    await expectToWait(
      opened.proxy,
      () => opened.insert([toAlias('held')]),
      async () => (await opened.read('held')) !== undefined,
    );
  });
});
