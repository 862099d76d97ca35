import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { createUnsignedCallbacks } from '../../../functions/callback/signature-policy.ts';
import { toCallbackRecords } from '../../../functions/callback/to-event-records.ts';
import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { readRecord } from '../../../functions/publisher/read-record.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { decodeBody } from '../../../shared/provider/body-codec.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { createLogger } from '../../../shared/runtime/logger.ts';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { fixtureReceivedAt as receivedAt } from '../../../tools/dev/fixtures.ts';
import { fullSecret, genuineCallback } from '../../support/genuine-callback.ts';
import { eventChunkBytes, itemOverheadBytes, logEventOverheadBytes } from './prices.ts';

/** What one callback uses of AWS, in numbers. */
export interface Amounts {
  /** AWS calls before the response. */
  readonly ackCalls: number;
  /** CPU time until the response, without waiting for AWS. */
  readonly ackCpuMs: number;
  /** Write units before the response, as the engine counts them, indexes included. */
  readonly ackWriteUnits: number;
  /** Write units of the items that the publisher stores beside events, such as aliases. */
  readonly aliasWriteUnits: number;
  /** Events that EventBridge charges for: a large one counts more than once. */
  readonly eventChunks: number;
  readonly eventCount: number;
  /** Size of its events as the bus delivers them, which is what the archive charges for. */
  readonly eventBytes: number;
  readonly ackLogBytes: number;
  /** Size in the table and its indexes, with the overhead that DynamoDB adds to every item. */
  readonly storedBytes: number;
}

/** What one callback uses of AWS, and its events. */
export interface Usage extends Amounts {
  readonly events: readonly TributaryEvent[];
}

/** Creates a meter of callbacks on a table of the engine. */
export function createUsageMeter(client: DynamoDBClient, tableName: string) {
  let calls = 0;
  let units = 0;
  client.middlewareStack.add(
    (next) => async (request) => {
      const input = { ...request.input, ReturnConsumedCapacity: 'TOTAL' as const };
      const result = await next({ ...request, input });
      calls += 1;
      // A call with several statements has several.
      const { ConsumedCapacity = [] } = result.output as {
        ConsumedCapacity?: { CapacityUnits: number } | readonly { CapacityUnits: number }[];
      };
      for (const { CapacityUnits } of [ConsumedCapacity].flat()) units += CapacityUnits;
      return result;
    },
    { step: 'initialize' },
  );
  const countCall = async () => {
    calls += 1;
  };
  const records = createDynamoDbEventStore(client, { tableName });
  const beside = createDynamoDbItemStore(client, tableName);

  return {
    /** @throws {Error} when the callback is not acknowledged */
    async measure(provider: ProviderAdapter, body: Buffer): Promise<Usage> {
      const request = genuineCallback(provider, body, { receivedAt: new Date(receivedAt) });
      const logged: string[] = [];
      const now = () => new Date(receivedAt);
      [calls, units] = [0, 0];
      const startedAt = process.cpuUsage();
      const log = createLogger({ level: 'INFO', now, write: (line) => logged.push(line) });
      const { status } = await receiveCallback(request, provider, {
        records,
        payloads: { put: countCall },
        secrets: { get: async () => fullSecret, refresh: async () => undefined },
        unsigned: createUnsignedCallbacks(undefined, provider.manifest.id, log),
        channels: {},
        log,
      });
      const { user, system } = process.cpuUsage(startedAt);
      if (status !== provider.manifest.success.status)
        throw new Error(`the response was ${status}`);
      const [ackCalls, ackWriteUnits] = [calls, units];
      const stored = toStored(provider, body);
      const events = stored.map(({ event }) => event);
      units = 0;
      for (const record of stored) await storeItemsBeside(record);
      return {
        ackCalls,
        ackCpuMs: (user + system) / 1000,
        ackWriteUnits,
        aliasWriteUnits: units,
        eventChunks: events.reduce((sum, event) => sum + chunksOf(event), 0),
        eventCount: events.length,
        eventBytes: events.reduce((sum, event) => sum + bytesOnBus(event), 0),
        events,
        storedBytes: stored.reduce((sum, record) => sum + storedBytes(record), 0),
        ackLogBytes: logged.reduce((sum, line) => sum + line.length + logEventOverheadBytes, 0),
      };
    },
  };

  /** Stores what the publisher stores beside an event record. */
  async function storeItemsBeside(record: EventRecord): Promise<void> {
    const NewImage = toEventItem(record, { publish: true });
    // The item in the SDK's form has its bytes as bytes, and the stream's as base64; none is read here.
    const read = readRecord({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: '1', NewImage },
    } as unknown as DynamoDBRecord);
    if (read.kind !== 'event') return;
    const items = [...read.outgoing.itemsBeside, ...read.outgoing.sharedItems];
    if (items.length > 0) await beside.insert(items);
  }
}

function toStored(provider: ProviderAdapter, body: Buffer): readonly EventRecord[] {
  const receipt = { provider: provider.manifest.id, receivedAt };
  const callback = { body, headers: { 'content-type': provider.codec.contentType } };
  const decoded = decodeBody(callback, provider.codec);
  return toCallbackRecords(decoded, callback, provider, receipt, { channels: {} }).records;
}

/** The attributes of every index, in addition to its own keys. */
const inEveryIndex = ['pk', 'sk', 'detail'] as const;

function storedBytes(record: EventRecord): number {
  const item = toEventItem(record, { publish: true });
  const sizes = new Map(
    Object.entries(item).map(([name, value]) => [name, name.length + sizeOf(value)]),
  );
  const sum = (names: Iterable<string>) =>
    [...names].reduce((bytes, name) => bytes + (sizes.get(name) ?? 0), itemOverheadBytes);
  const inIndex = (...keys: readonly [string, string]) =>
    sizes.has(keys[0]) ? sum([...inEveryIndex, ...keys]) : 0;
  return (
    sum(sizes.keys()) +
    inIndex('conversation', 'conversationSort') +
    inIndex('quarantine', 'quarantineSort')
  );
}

function sizeOf(value: {
  readonly S?: string;
  readonly N?: string;
  readonly B?: Uint8Array;
}): number {
  return Buffer.byteLength(value.S ?? value.N ?? '') + (value.B?.byteLength ?? 0);
}

function chunksOf(event: TributaryEvent): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(event)) / eventChunkBytes);
}

/** The fields that EventBridge adds to an event. */
const envelope = {
  version: '0',
  id: '00000000-0000-4000-8000-000000000000',
  account: '123456789012',
  time: '2026-11-21T03:04:05Z',
  region: 'us-east-1',
  resources: [],
};

function bytesOnBus(event: TributaryEvent): number {
  return Buffer.byteLength(JSON.stringify({ ...envelope, ...event }));
}
