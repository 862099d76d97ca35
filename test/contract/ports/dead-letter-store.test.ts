import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeadLetterStore } from '../../../functions/publisher/ports.ts';
import { createS3DeadLetterStore } from '../../../functions/publisher/s3-dead-letter-store.ts';
import { deadLetterKey } from '../../../shared/payloads/payload-keys.ts';
import { readDeadLetter } from '../../../tools/operator/redrive/dead-letter-events.ts';
import { Bucket } from '../../simulation/aws/s3.ts';
import { s3Faults } from '../../support/faulty-proxy.ts';
import { createMemoryDeadLetterStore } from '../../support/memory-dead-letter-store.ts';
import { startPayloadBucket } from '../../support/payload-bucket.ts';
import { expectToWait } from './expect-to-wait.ts';
import { createSimulation } from './simulation.ts';

/**
 * The dead letters of the publisher: stream records that can never be published.
 *
 * Guaranteed:
 * - when `store` returns, the record is durable, complete, and in the form that a redrive reads;
 * - the same record again overwrites itself: a repeated batch makes no second dead letter;
 * - all errors are retryable, and after one the same call may be made again.
 *
 * Not guaranteed: that nothing was written when `store` throws.
 */
interface OpenDeadLetterStore {
  readonly store: DeadLetterStore['store'];
  /** The JSON of a dead letter, read past the store. */
  readonly read: (sequenceNumber: string) => Promise<string | undefined>;
  readonly count: () => Promise<number>;
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

async function openMemory(): Promise<OpenDeadLetterStore> {
  const memory = createMemoryDeadLetterStore();
  return {
    store: memory.store,
    read: async (sequenceNumber) => memory.records.get(sequenceNumber),
    count: async () => memory.records.size,
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

async function openS3() {
  const { client, bucket, read, keys, ...opened } = await startPayloadBucket();
  return {
    ...opened,
    store: createS3DeadLetterStore(client, bucket).store,
    read: async (sequenceNumber: string) => (await read(deadLetterKey(sequenceNumber)))?.toString(),
    count: async () => (await keys()).length,
  };
}

async function openModel(): Promise<OpenDeadLetterStore> {
  const { environment, run, setOutage } = createSimulation();
  const bucket = new Bucket('payloads');
  const { store } = createS3DeadLetterStore(bucket.clientFor(environment), bucket.name);
  return {
    store: (sequenceNumber, record) => run(() => store(sequenceNumber, record)),
    read: async (sequenceNumber) => bucket.objects.get(deadLetterKey(sequenceNumber))?.toString(),
    count: async () => bucket.objects.size,
    setDown: (isDown) => setOutage('s3', isDown),
    close: async () => {},
  };
}

/** A record as Lambda passes it on, with a `detail` that cannot be read. */
function toStreamRecord(SequenceNumber: string, detail = 'Grüße, 図 "\u{1F600}'): DynamoDBRecord {
  return {
    eventID: '1',
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber,
      Keys: { pk: { S: 'message#incs#1' }, sk: { S: 'message' } },
      NewImage: { publish: { N: '1' }, detail: { S: detail }, raw: { B: 'AAECAw==' } },
    },
  };
}

const unavailable = {
  name: 'TributaryError',
  code: 'payload_store_unavailable',
  retryable: true,
};

describe.each([
  ['in memory', openMemory],
  ['in S3', openS3],
  ['in the S3 of the simulation', openModel],
])('a dead letter store %s', (_where, open) => {
  let opened: OpenDeadLetterStore;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it.each([
    ['1', toStreamRecord('1')],
    ['of 400 KB', toStreamRecord('large', 'ü'.repeat(200_000))],
  ])('stores the record %s in full, as a redrive reads it', async (_what, record) => {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    await opened.store(sequenceNumber, record);
    const json = await opened.read(sequenceNumber);
    expect(readDeadLetter(json ?? '')).toEqual([record]);
  });

  it('overwrites a record with itself, also when calls are concurrent', async () => {
    const before = await opened.count();
    const store = () => opened.store('repeated', toStreamRecord('repeated'));
    await store();
    await Promise.all(Array.from({ length: 10 }, store));
    expect(await opened.count()).toBe(before + 1);
    expect(readDeadLetter((await opened.read('repeated')) ?? '')).toHaveLength(1);
  });

  it('throws a retryable error while it cannot be reached, and stores the record later', async () => {
    const store = () => opened.store('outage', toStreamRecord('outage'));
    opened.setDown(true);
    await expect(store()).rejects.toMatchObject(unavailable);
    opened.setDown(false);
    await store();
    expect(await opened.read('outage')).toBeDefined();
  });
});

describe('a dead letter store in S3 that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openS3>>;

  beforeAll(async () => {
    opened = await openS3();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(s3Faults))('throws a retryable error when %s', async (_name, fault) => {
    opened.proxy.setFault(fault);
    await expect(opened.store('1', toStreamRecord('1'))).rejects.toMatchObject(unavailable);
  });

  it('does not return before the bucket has confirmed the record', async () => {
    await expectToWait(
      opened.proxy,
      () => opened.store('held', toStreamRecord('held')),
      async () => (await opened.read('held')) !== undefined,
    );
  });
});
