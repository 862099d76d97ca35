import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isRetryable } from '../../../functions/media-mirror/download/failure.ts';
import { createDynamoDbMediaHistory } from '../../../functions/media-mirror/message/dynamodb-media-history.ts';
import {
  toFailedRecord,
  toStoredRecord,
} from '../../../functions/media-mirror/message/mirror-message.ts';
import type { MediaHistory } from '../../../functions/media-mirror/ports.ts';
import type { MediaFailureReason } from '../../../shared/contract/media-events.ts';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { EventStore } from '../../../shared/table/event-store.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { EventsTable } from '../../simulation/aws/dynamodb.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { jsonFaults, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { messageWith, picture } from '../../support/media-message.ts';
import { createMemoryEventStore } from '../../support/memory-event-store.ts';
import { createMemoryMediaHistory } from '../../support/memory-media-history.ts';
import { clientSettings } from './client-settings.ts';
import { createSimulation } from './simulation.ts';

interface OpenMediaHistory {
  readonly read: MediaHistory['read'];
  /** Stores an event record, past the history. */
  readonly store: EventStore['store'];
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

async function openMemory(): Promise<OpenMediaHistory> {
  const { store, records } = createMemoryEventStore();
  const memory = createMemoryMediaHistory(records);
  return {
    read: memory.read,
    store,
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
    read: createDynamoDbMediaHistory(client, table.tableName).read,
    store: createDynamoDbEventStore(table.client, table).store,
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      client.destroy();
      await proxy.stop();
      await table.stop();
    },
    proxy,
    /** Puts an item that is not a valid event record. */
    putItem: async (pk: string, sk: string, detail: string) => {
      const Item = { pk: { S: pk }, sk: { S: sk }, detail: { S: detail } };
      await table.client.send(new PutItemCommand({ TableName: table.tableName, Item }));
    },
  };
}

async function openModel(): Promise<OpenMediaHistory> {
  const { world, environment, run, setOutage } = createSimulation();
  const client = new EventsTable(world, () => {}).clientFor(environment);
  const { read } = createDynamoDbMediaHistory(client, 'events');
  const { store } = createDynamoDbEventStore(client, { tableName: 'events' });
  return {
    read: (partition) => run(() => read(partition)),
    store: (record) => run(() => store(record)),
    setDown: (isDown) => setOutage('dynamodb', isDown),
    close: async () => {},
  };
}

const now = new Date('2026-11-21T08:00:00.000Z');

/** The event records of the files of one message. */
function filesOf(messageId: string) {
  const { metadata, data } = messageWith();
  const message = { metadata, data: { message: { ...data.message, id: messageId } } };
  return {
    partition: messagePartition(metadata.provider, messageId),
    stored: (
      index: number,
      {
        filename = 'a.jpg',
        sizeBytes = 1,
        copy,
      }: { filename?: string; sizeBytes?: number; copy?: number } = {},
    ): EventRecord => {
      const digest = { sizeBytes, sha256: 'a'.repeat(64) };
      const outcome = { kind: 'stored', key: 'k', contentType: 'image/jpeg', ...digest } as const;
      const media = { message, item: picture({ index, filename }) };
      const retried = copy === undefined ? undefined : { index, afterAttempt: 0, copy };
      return toStoredRecord({ ...media, retried }, outcome, 'media', now);
    },
    failed: (index: number, reason: MediaFailureReason, attempt: number): EventRecord => {
      const failure = { reason, retryable: isRetryable(reason) };
      return toFailedRecord({ message, item: picture({ index }) }, failure, attempt, now);
    },
  };
}

const unavailable = { name: 'TributaryError', code: 'store_unavailable', retryable: true };

/**
 * The media history, by which the mirror knows what earlier attempts at a message achieved.
 *
 * Guaranteed:
 * - `read` returns every outcome of the message's files whose event record was stored before the call;
 * - it returns nothing else: no other event of the message, no replay and no conflict of an outcome,
 *   nothing of another message;
 * - all errors are retryable.
 *
 * Not guaranteed: the order of the outcomes.
 */
describe.each([
  ['in memory', openMemory],
  ['in DynamoDB', openDynamoDb],
  ['in the DynamoDB of the simulation', openModel],
])('a media history %s', (_where, open) => {
  let opened: OpenMediaHistory;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it('is empty for a message without outcomes', async () => {
    expect(await opened.read(filesOf('none').partition)).toEqual([]);
  });

  it('has each outcome as soon as its event record is stored', async () => {
    const { partition, stored, failed } = filesOf('outcomes');
    const outcomes = [
      [failed(0, 'timeout', 6), { index: 0, kind: 'failed', attempt: 6, retryable: true }],
      [failed(0, 'timeout', 7), { index: 0, kind: 'failed', attempt: 7, retryable: true }],
      [stored(0), { index: 0, kind: 'stored', copy: 1 }],
      [stored(0, { copy: 2 }), { index: 0, kind: 'stored', copy: 2 }],
      [failed(10, 'gone', 1), { index: 10, kind: 'failed', attempt: 1, retryable: false }],
    ] as const;
    for (const [count, [record]] of outcomes.entries()) {
      await opened.store(record);
      const expected = outcomes.slice(0, count + 1).map(([, outcome]) => outcome);
      expect(await opened.read(partition)).toEqual(expect.arrayContaining(expected));
      expect(await opened.read(partition)).toHaveLength(expected.length);
    }
  });

  it('has only the outcomes of the message', async () => {
    const { partition, stored } = filesOf('wamid.1');
    const message = textMessage({ id: 'wamid.1' });
    await opened.store(toEventRecord(message, receipt));
    await opened.store(toEventRecord(deliveredStatus('wamid.1'), receipt));
    await opened.store(stored(0));
    expect(await opened.store(stored(0, { sizeBytes: 2 }))).toBe('conflict');
    await opened.store(toReplayRecord(stored(0), '2026-11-22'));
    await opened.store(filesOf('wamid.11').stored(1));
    expect(await opened.read(partition)).toEqual([{ index: 0, kind: 'stored', copy: 1 }]);
  });

  it('has all outcomes when they are more than one page of the table', async () => {
    const { partition, stored } = filesOf('many');
    const indexes = Array.from({ length: 25 }, (_, index) => index);
    for (const index of indexes)
      await opened.store(stored(index, { filename: 'ü'.repeat(30_000) }));
    const read = await opened.read(partition);
    expect(read.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(indexes);
  });

  it('throws a retryable error while it cannot be reached', async () => {
    const { partition, stored } = filesOf('outage');
    await opened.store(stored(0));
    opened.setDown(true);
    await expect(opened.read(partition)).rejects.toMatchObject(unavailable);
    opened.setDown(false);
    expect(await opened.read(partition)).toEqual([{ index: 0, kind: 'stored', copy: 1 }]);
  });
});

describe('a media history in DynamoDB that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openDynamoDb>>;

  beforeAll(async () => {
    opened = await openDynamoDb();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(jsonFaults))('throws a retryable error when %s', async (_name, fault) => {
    opened.proxy.setFault(fault);
    await expect(opened.read(filesOf('fault').partition)).rejects.toMatchObject(unavailable);
  });

  it.each(['not JSON', '{"metadata":{},"data":{}}'])(
    'leaves out an item whose detail is %j',
    async (detail) => {
      const { partition, stored } = filesOf(`damaged ${detail}`);
      await opened.store(stored(1));
      await opened.putItem(partition, 'media#0#stored', detail);
      expect(await opened.read(partition)).toEqual([{ index: 1, kind: 'stored', copy: 1 }]);
    },
  );
});
