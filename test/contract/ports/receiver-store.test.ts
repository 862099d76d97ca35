import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDbReceiverStore } from '../../../functions/http-delivery/dynamodb-receiver-store.ts';
import type { ReceiverStore } from '../../../functions/http-delivery/ports.ts';
import { receiverTable } from '../../../shared/http-subscription/receiver-state.ts';
import { startDynoxide } from '../../../tools/emulator/engines/dynoxide.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryReceiverStore } from '../../support/memory-receiver-store.ts';
import { clientSettings } from './client-settings.ts';

/**
 * The state of a receiver.
 *
 * Guaranteed:
 * - `read` has every change that returned before, also one of another process; it is empty before the first;
 * - `change` leaves alone the fields that it does not name;
 * - both throw `store_unavailable`, retryable, when the table cannot be reached.
 *
 * Not guaranteed: that nothing changed when `change` throws.
 */
interface OpenReceiverStore {
  readonly store: ReceiverStore;
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

async function openMemory(): Promise<OpenReceiverStore> {
  const store = createMemoryReceiverStore();
  return {
    store,
    setDown: (isDown) => {
      store.isDown = isDown;
    },
    close: async () => {},
  };
}

async function openDynamoDb(): Promise<OpenReceiverStore> {
  const engine = await startDynoxide(undefined);
  const direct = new DynamoDBClient(clientSettings(engine.endpoint));
  const { partitionKey } = receiverTable;
  await direct.send(
    new CreateTableCommand({
      TableName: 'state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    }),
  );
  const proxy = await startFaultyProxy(engine.endpoint);
  const client = new DynamoDBClient(clientSettings(proxy.endpoint));
  return {
    store: createDynamoDbReceiverStore(client, 'state'),
    setDown: (isDown) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      direct.destroy();
      client.destroy();
      await proxy.stop();
      await engine.stop();
    },
  };
}

describe.each([
  ['in memory', openMemory],
  ['in DynamoDB', openDynamoDb],
])('the state of a receiver %s', (_, open) => {
  let opened: OpenReceiverStore;

  beforeEach(async () => {
    opened = await open();
  });

  afterEach(() => opened.close());

  it('is empty at first', async () => {
    expect(await opened.store.read()).toEqual({});
  });

  it('keeps what a change does not name, and loses what it removes', async () => {
    const { store } = opened;
    await store.change({ lastAcceptedAt: '2026-01-01T00:00:00.000Z' });
    await store.change({ disabledAt: '2026-01-02T00:00:00.000Z', disabledBecause: 'failing' });
    await store.change({
      disabledAt: undefined,
      disabledBecause: undefined,
      enabledAt: '2026-01-03T00:00:00.000Z',
    });
    await store.change({ lastFailure: undefined });

    expect(await store.read()).toEqual({
      lastAcceptedAt: '2026-01-01T00:00:00.000Z',
      enabledAt: '2026-01-03T00:00:00.000Z',
    });
  });

  it('says that it cannot be reached', async () => {
    opened.setDown(true);
    const unavailable = { code: 'store_unavailable', retryable: true };
    await expect(opened.store.read()).rejects.toMatchObject(unavailable);
    await expect(opened.store.change({ lastFailure: '503' })).rejects.toMatchObject(unavailable);
  });
});
