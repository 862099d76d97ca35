import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbAliasStore } from '../../../functions/publisher/dynamodb-alias-store.ts';
import type { Alias, AliasStore } from '../../../functions/publisher/ports.ts';
import { messagePartition } from '../../../shared/table/keys.ts';
import { EventsTable } from '../../simulation/aws/dynamodb.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { jsonFaults, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryAliasStore } from '../../support/memory-alias-store.ts';
import { clientSettings } from './client-settings.ts';
import { expectToWait } from './expect-to-wait.ts';
import { createSimulation } from './simulation.ts';

/**
 * The aliases, by which a reader finds a message by its second id.
 *
 * Guaranteed:
 * - when `storeAlias` returns, the alias is durable, with the time at which it expires;
 * - the first alias of an id stays, whatever aliases follow and also when calls are concurrent;
 * - ids of different providers do not meet;
 * - all errors are retryable, and after one the same call may be made again.
 *
 * Not guaranteed: that nothing was written when `storeAlias` throws.
 */
interface OpenAliasStore {
  readonly storeAlias: AliasStore['storeAlias'];
  /** Which message an id of a provider points at, read past the store. */
  readonly read: (provider: string, providerMessageId: string) => Promise<ReadAlias | undefined>;
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

interface ReadAlias {
  /** The partition of the message. */
  readonly partition: string | undefined;
  readonly expiresAtSeconds: number | undefined;
}

async function openMemory(): Promise<OpenAliasStore> {
  const memory = createMemoryAliasStore();
  return {
    storeAlias: memory.storeAlias,
    read: async (provider, id) => {
      const alias = memory
        .aliases()
        .find((each) => each.provider === provider && each.providerMessageId === id);
      return (
        alias && {
          partition: messagePartition(alias.provider, alias.messageId),
          expiresAtSeconds: alias.expiresAtSeconds,
        }
      );
    },
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
    storeAlias: createDynamoDbAliasStore(client, table.tableName).storeAlias,
    read: async (provider: string, id: string) => {
      const Key = { pk: { S: messagePartition(provider, id) }, sk: { S: 'alias' } };
      const input = { TableName: table.tableName, Key, ConsistentRead: true };
      return toReadAlias((await table.client.send(new GetItemCommand(input))).Item);
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

async function openModel(): Promise<OpenAliasStore> {
  const { world, environment, run, setOutage } = createSimulation();
  const table = new EventsTable(world, () => {});
  const { storeAlias } = createDynamoDbAliasStore(table.clientFor(environment), 'events');
  return {
    storeAlias: (alias) => run(() => storeAlias(alias)),
    read: async (provider, id) => {
      const pk = messagePartition(provider, id);
      return toReadAlias(table.items.find((it) => it.pk?.S === pk && it.sk?.S === 'alias'));
    },
    setDown: (isDown) => setOutage('dynamodb', isDown),
    close: async () => {},
  };
}

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string } | undefined>>;

function toReadAlias(item: Item | undefined): ReadAlias | undefined {
  if (item === undefined) return undefined;
  const expiresAt = item.expiresAt?.N;
  return {
    partition: item.alias?.S,
    expiresAtSeconds: expiresAt === undefined ? undefined : Number(expiresAt),
  };
}

const toAlias = (providerMessageId: string, change: Partial<Alias> = {}): Alias => ({
  provider: 'incs',
  providerMessageId,
  messageId: `wamid.${providerMessageId}`,
  ...change,
});

const unavailable = { name: 'TributaryError', code: 'store_unavailable', retryable: true };

describe.each([
  ['in memory', openMemory],
  ['in DynamoDB', openDynamoDb],
  ['in the DynamoDB of the simulation', openModel],
])('an alias store %s', (_where, open) => {
  let opened: OpenAliasStore;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it('points an id at its message when the call returns, and for as long as the message', async () => {
    await opened.storeAlias(toAlias('1'));
    await opened.storeAlias(toAlias('2', { expiresAtSeconds: 1_800_000_000 }));
    expect(await opened.read('incs', '1')).toEqual({
      partition: messagePartition('incs', 'wamid.1'),
      expiresAtSeconds: undefined,
    });
    expect(await opened.read('incs', '2')).toEqual({
      partition: messagePartition('incs', 'wamid.2'),
      expiresAtSeconds: 1_800_000_000,
    });
  });

  it('leaves the first alias of an id as it is', async () => {
    await opened.storeAlias(toAlias('first', { expiresAtSeconds: 1_800_000_000 }));
    await opened.storeAlias(toAlias('first', { messageId: 'another', expiresAtSeconds: 1 }));
    expect(await opened.read('incs', 'first')).toEqual({
      partition: messagePartition('incs', 'wamid.first'),
      expiresAtSeconds: 1_800_000_000,
    });
  });

  it('lets one of many concurrent aliases of an id be the first', async () => {
    const aliases = Array.from({ length: 10 }, (_, index) =>
      toAlias('race', { messageId: `wamid.${index}` }),
    );
    await Promise.all(aliases.map((alias) => opened.storeAlias(alias)));
    const winner = await opened.read('incs', 'race');
    expect(aliases.map(({ messageId }) => messagePartition('incs', messageId))).toContain(
      winner?.partition,
    );
    await opened.storeAlias(toAlias('race'));
    expect(await opened.read('incs', 'race')).toEqual(winner);
  });

  it('keeps the ids of providers apart', async () => {
    await opened.storeAlias(toAlias('same'));
    expect(await opened.read('itnio', 'same')).toBeUndefined();
    await opened.storeAlias(toAlias('same', { provider: 'itnio' }));
    expect((await opened.read('itnio', 'same'))?.partition).toBe(
      messagePartition('itnio', 'wamid.same'),
    );
  });

  it('throws a retryable error while it cannot be reached, and stores the alias later', async () => {
    opened.setDown(true);
    await expect(opened.storeAlias(toAlias('outage'))).rejects.toMatchObject(unavailable);
    opened.setDown(false);
    await opened.storeAlias(toAlias('outage'));
    expect(await opened.read('incs', 'outage')).toBeDefined();
  });
});

describe('an alias store in DynamoDB that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openDynamoDb>>;

  beforeAll(async () => {
    opened = await openDynamoDb();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(jsonFaults))('throws a retryable error when %s', async (name, fault) => {
    opened.proxy.setFault(fault);
    await expect(opened.storeAlias(toAlias(name))).rejects.toMatchObject(unavailable);
  });

  it('does not return before the table has confirmed the alias', async () => {
    await expectToWait(
      opened.proxy,
      () => opened.storeAlias(toAlias('held')),
      async () => (await opened.read('incs', 'held')) !== undefined,
    );
  });
});
