import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbLinkStore } from '../../../functions/publisher/dynamodb-link-store.ts';
import { createKnownLinks } from '../../../functions/publisher/known-links.ts';
import { type ItemStore, type LinkStore, maxSortKeys } from '../../../functions/publisher/ports.ts';
import { type RecordKey, toKeyText } from '../../../shared/table/keys.ts';
import { linkKeys } from '../../../shared/table/links.ts';
import { EventsTable } from '../../simulation/aws/dynamodb.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';
import { clientSettings } from './client-settings.ts';
import { createSimulation } from './simulation.ts';

/**
 * The links between the names of users, as the publisher looks for them.
 *
 * Guaranteed:
 * - an item that `findKnown` names is in the table; it never throws, also when the table is not there;
 * - after `extend` has returned `true`, all of the items expire then, and nothing else of them changed;
 * - `readSortKeys` has everything that was stored before, of very many the first, or throws.
 *
 * Not guaranteed: that an item that `findKnown` does not name is missing.
 */
interface OpenLinkStore {
  readonly links: Omit<LinkStore, 'known'>;
  readonly insert: ItemStore['insert'];
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

const known = createKnownLinks({ now: () => new Date(0), monotonicMs: () => 0 });

async function openMemory(): Promise<OpenLinkStore> {
  const items = createMemoryItemStore();
  const links = createMemoryLinkStore(items);
  return {
    links,
    insert: items.insert,
    setDown: (isDown) => {
      links.isDown = isDown;
    },
    close: async () => {},
  };
}

async function openDynamoDb(): Promise<OpenLinkStore> {
  const table = await startEventsTable();
  const proxy = await startFaultyProxy(table.endpoint);
  const client = new DynamoDBClient(clientSettings(proxy.endpoint));
  return {
    links: createDynamoDbLinkStore(client, table.tableName, known),
    insert: createDynamoDbItemStore(client, table.tableName).insert,
    setDown: (isDown) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      client.destroy();
      await proxy.stop();
      await table.stop();
    },
  };
}

async function openModel(): Promise<OpenLinkStore> {
  const { world, environment, run, setOutage } = createSimulation();
  const table = new EventsTable(world, () => {});
  const client = table.clientFor(environment);
  const links = createDynamoDbLinkStore(client, 'events', known);
  const { insert } = createDynamoDbItemStore(client, 'events');
  return {
    links: {
      findKnown: (keys) => run(() => links.findKnown(keys)),
      extend: (keys, expiresAtSeconds) => run(() => links.extend(keys, expiresAtSeconds)),
      readSortKeys: (pk) => run(() => links.readSortKeys(pk)),
    },
    insert: (items) => run(() => insert(items)),
    setDown: (isDown) => setOutage('dynamodb', isDown),
    close: async () => {},
  };
}

function toKeys(phone: string, count: number): readonly RecordKey[] {
  return Array.from({ length: count }, (_, index) => {
    const link = { scope: 'whatsapp#15550100001', stronger: `GB.${index}`, weaker: phone };
    return linkKeys(link).atWeaker;
  });
}

const toItem = ({ pk, sk }: RecordKey) => ({ pk: { S: pk }, sk: { S: sk } });

describe.each([
  ['in memory', openMemory],
  ['in DynamoDB', openDynamoDb],
  ['in the DynamoDB of the simulation', openModel],
])('a link store %s', (_where, open) => {
  let opened: OpenLinkStore;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it('knows the links that are in the table, and no others, of more than one call', async () => {
    const keys = toKeys('447700900201', 130);
    for (let from = 0; from < 120; from += 24) {
      await opened.insert(keys.slice(from, from + 24).map(toItem));
    }
    const found = await opened.links.findKnown(keys);
    expect([...found.keys()].toSorted()).toEqual(keys.slice(0, 120).map(toKeyText).toSorted());
  });

  it('reads every link of a name, and of no other name', async () => {
    const keys = toKeys('447700900202', 3);
    await opened.insert([...keys, ...toKeys('447700900203', 1)].map(toItem));
    const sortKeys = await opened.links.readSortKeys(keys[0]?.pk ?? '');
    expect(sortKeys.toSorted()).toEqual(keys.map(({ sk }) => sk));
    expect(await opened.links.readSortKeys('whatsapp#15550100001#447700900204')).toEqual([]);
  });

  it('reads the first links of a name that was given to everyone', async () => {
    const keys = toKeys('447700900208', 1_010);
    const calls: (readonly RecordKey[])[] = [];
    for (let from = 0; from < keys.length; from += 25) calls.push(keys.slice(from, from + 25));
    await Promise.all(calls.map((call) => opened.insert(call.map(toItem))));
    const sortKeys = await opened.links.readSortKeys(keys[0]?.pk ?? '');
    const all = keys.map(({ sk }) => sk).sort();
    expect(sortKeys).toEqual(all.slice(0, maxSortKeys));
  });

  it('changes when items expire, and creates none', async () => {
    const keys = toKeys('447700900206', 2);
    const [first, second] = keys.map(toKeyText);
    const expiresAt = { N: '2000000000' };
    await opened.insert(keys.map((key) => ({ ...toItem(key), expiresAt })));
    expect(await opened.links.extend(keys, 2_000_000_001)).toBe(true);
    expect(Object.fromEntries(await opened.links.findKnown(keys))).toEqual({
      [first ?? '']: 2_000_000_001,
      [second ?? '']: 2_000_000_001,
    });
    expect(await opened.links.extend(keys, undefined)).toBe(true);
    const found = await opened.links.findKnown(keys);
    expect([...found.values()]).toEqual([undefined, undefined]);
    const missing = toKeys('447700900207', 1);
    expect(await opened.links.extend([...missing, ...keys], 2_000_000_002)).toBe(false);
    expect([...(await opened.links.findKnown(missing))]).toEqual([]);
  });

  it('knows no link while the table cannot be reached, and does not take that for no links', async () => {
    const keys = toKeys('447700900205', 1);
    await opened.insert(keys.map(toItem));
    opened.setDown(true);
    expect([...(await opened.links.findKnown(keys))]).toEqual([]);
    expect(await opened.links.extend(keys, 2_000_000_000)).toBe(false);
    await expect(opened.links.readSortKeys(keys[0]?.pk ?? '')).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
  });
});
