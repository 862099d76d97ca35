import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { StoreOutcome } from '../../../shared/table/event-store.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { repeatKey } from '../../../shared/table/store-repeat.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { jsonFaults } from '../../support/faulty-proxy.ts';
import { createMemoryEventStore } from '../../support/memory-event-store.ts';
import { expectToWait } from './expect-to-wait.ts';
import { type OpenEventStore, openDynamoDb, openMemory, openModel } from './open-event-store.ts';

const anHourLater = '2026-01-02T04:04:07.000Z';

/** A record of the message `id`; its raw JSON differs whenever its content does. */
function toRecord(id: string, change: { text?: string; providerEvent?: string } = {}): EventRecord {
  const raw = JSON.stringify({ id, ...change });
  return { ...toEventRecord(textMessage({ id, ...change }), receipt), raw };
}

function toRecords(id: string, count: number, text = 'Grüße'): readonly EventRecord[] {
  return Array.from({ length: count }, (_, at) =>
    toRecord(`${id} ${at}`, { text: `${text} ${at}` }),
  );
}

/** For records without payloads. */
const noPayload = () => Promise.reject(new Error('no record has a payload'));

/** The same event in a callback that came an hour later. */
function receivedLater(record: EventRecord): EventRecord {
  const { metadata } = record.event.detail;
  const detail = { ...record.event.detail, metadata: { ...metadata, receivedAt: anHourLater } };
  // TypeScript does not follow that the copy is of the same member of the union.
  return { ...record, event: { ...record.event, detail } as EventRecord['event'] };
}

/**
 * The event store, on which the promise of the product rests: a callback that was acknowledged is in
 * the table, and is published once for each event however often it is repeated.
 *
 * Guaranteed:
 * - of all calls with one key at most one returns `stored`, also of concurrent ones, and it is
 *   exactly one unless a response of the table is lost;
 * - exactly one record of a key is marked for publication, whatever repeats follow;
 * - no content is lost: what another provider event says of the same thing (`alternate`) and what
 *   contradicts an earlier callback (`conflict`) is stored beside the first record, unpublished;
 * - a `duplicate` writes nothing;
 * - `storeMany` never throws, and returns what `store` would for records that are durable;
 * - when `store` returns, the record is durable, and reads back unchanged;
 * - all errors are retryable, and after one the same call may be made again.
 *
 * Not guaranteed: that nothing was written when `store` throws, and that a caller learns of its
 * `stored`: when the response is lost and the SDK repeats the request, the outcome is `duplicate`.
 * Nothing depends on it, since the outbox and not the caller publishes.
 */
describe.each([
  ['in memory', openMemory],
  ['in DynamoDB', openDynamoDb],
  ['in the DynamoDB of the simulation', openModel],
])('an event store %s', (_where, open) => {
  let opened: OpenEventStore;
  const store = (record: EventRecord) => opened.store(record);
  const storeMany = (records: readonly EventRecord[]) => opened.storeMany(records, noPayload);
  const read = (key: RecordKey) => opened.read(key);

  /** As a callback stores its records: one by one what `storeMany` leaves. */
  async function storeAll(records: readonly EventRecord[]): Promise<readonly StoreOutcome[]> {
    const known = await storeMany(records);
    const outcomes: StoreOutcome[] = [];
    for (const record of records) outcomes.push(known.get(record) ?? (await store(record)));
    return outcomes;
  }

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it('stores a new record, which is there for every reader when the call returns', async () => {
    const record = toRecord('new', { text: 'Grüße, 図 \u{1F600} "quoted"\n' });
    expect(await store(record)).toBe('stored');
    expect(await read(record.key)).toEqual({
      event: record.event,
      raw: record.raw,
      isPublished: true,
    });
  });

  it('stores a record of 300 KB', async () => {
    const record = toRecord('large', { text: 'ü'.repeat(150_000) });
    expect(await store(record)).toBe('stored');
    expect(await read(record.key)).toMatchObject({ event: record.event, raw: record.raw });
  });

  it('takes records with other keys for other records', async () => {
    const record = toRecord('keys');
    const { pk, sk } = record.key;
    expect(await store(record)).toBe('stored');
    expect(await store({ ...record, key: { pk, sk: `${sk}#2` } })).toBe('stored');
    expect(await store({ ...record, key: { pk: `${pk}2`, sk } })).toBe('stored');
  });

  it('returns duplicate for the same content, and writes nothing', async () => {
    const record = toRecord('duplicate');
    await store(record);
    const again = receivedLater(record);
    expect(await store(again)).toBe('duplicate');
    expect(await store(again)).toBe('duplicate');
    expect((await read(record.key))?.event).toEqual(record.event);
  });

  it('returns duplicate for the same raw JSON that newer code reads in another way', async () => {
    const record = toRecord('upgrade');
    await store(record);
    const upgraded = { ...toRecord('upgrade', { text: 'read by newer code' }), raw: record.raw };
    expect(await store(upgraded)).toBe('duplicate');
    expect((await read(record.key))?.event).toEqual(record.event);
  });

  it('returns alternate for another provider event, and stores it beside, unpublished', async () => {
    const record = toRecord('alternate');
    await store(record);
    const second = toRecord('alternate', { providerEvent: 'message_created' });
    const third = toRecord('alternate', { providerEvent: 'message_echo' });
    expect(await store(second)).toBe('alternate');
    expect(await store(third)).toBe('alternate');
    for (const alternate of [second, third]) {
      const { event, raw } = alternate;
      const stored = await read(repeatKey('alternate', alternate));
      expect(stored).toEqual({ event, raw, isPublished: false });
    }
    expect(await read(record.key)).toMatchObject({ event: record.event, isPublished: true });
  });

  it('returns duplicate for an alternate that comes again, and conflict for one that changed', async () => {
    const alternate = (text: string) =>
      toRecord('changed', { text, providerEvent: 'message_created' });
    await store(toRecord('changed'));
    expect(await store(alternate('Hello'))).toBe('alternate');
    expect(await store(alternate('Hello'))).toBe('duplicate');
    expect(await store(alternate('Goodbye'))).toBe('conflict');
    expect(await store(alternate('Goodbye'))).toBe('duplicate');
  });

  it('returns conflict for other content, and stores every one of them once, unpublished', async () => {
    const record = toRecord('conflict');
    await store(record);
    for (const text of ['Goodbye', 'Farewell']) {
      const other = toRecord('conflict', { text });
      expect(await store(other)).toBe('conflict');
      expect(await store(other)).toBe('duplicate');
      const stored = await read(repeatKey('conflict', other));
      expect(stored).toEqual({ event: other.event, raw: other.raw, isPublished: false });
    }
    expect(await read(record.key)).toMatchObject({ event: record.event, isPublished: true });
  });

  it('returns stored to exactly one of many concurrent calls with the same content', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => store(toRecord('race of repeats'))),
    );
    expect(outcomes.toSorted()).toEqual([...Array(19).fill('duplicate'), 'stored']);
  });

  it('returns stored to exactly one of many concurrent calls, and loses none of their contents', async () => {
    const racers = Array.from({ length: 20 }, (_, index) =>
      toRecord('race', {
        text: `text ${index % 4}`,
        ...(index % 3 === 0 && { providerEvent: 'message_created' }),
      }),
    );
    const outcomes = await Promise.all(racers.map(store));
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
    const keys = racers.flatMap((record) => [
      record.key,
      repeatKey('alternate', record),
      repeatKey('conflict', record),
    ]);
    const distinct = new Map(keys.map((key) => [key.sk, key])).values();
    const found = (await Promise.all([...distinct].map(read))).filter((it) => it !== undefined);
    expect(found.filter(({ isPublished }) => isPublished)).toHaveLength(1);
    const contents = found.map(({ event }) => event?.detail.data);
    for (const { event } of racers) {
      expect(contents).toContainEqual(event.detail.data);
    }
  });

  it('throws a retryable error while it cannot be reached, and stores the record later', async () => {
    const record = toRecord('outage');
    opened.setDown(true);
    await expect(store(record)).rejects.toMatchObject({
      name: 'TributaryError',
      code: 'store_unavailable',
      retryable: true,
    });
    opened.setDown(false);
    expect(await store(record)).toBe('stored');
  });

  it('stores many new records, each of which is there for every reader', async () => {
    const records = toRecords('many', 230);
    const outcomes = await storeMany(records);
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining([...records]));
    expect(new Set(outcomes.values())).toEqual(new Set(['stored']));
    for (const { key, event, raw } of records) {
      expect(await read(key)).toEqual({ event, raw, isPublished: true });
    }
  });

  it('returns duplicate for many records that exist, and stores only those that are missing', async () => {
    const records = toRecords('half', 230);
    await storeMany(records.slice(0, 115));
    const outcomes = await storeMany(records.map(receivedLater));
    expect([...outcomes.values()].filter((outcome) => outcome === 'duplicate')).toHaveLength(115);
    expect([...outcomes.values()].filter((outcome) => outcome === 'stored')).toHaveLength(115);
    const first = records[0];
    expect(first && (await read(first.key))?.event).toEqual(first?.event);
    const again = await storeMany(records);
    expect(new Set(again.values())).toEqual(new Set(['duplicate']));
  });

  it('stores many conflicts and alternates beside what exists, each of them once', async () => {
    const ids = Array.from({ length: 130 }, (_, at) => `many beside ${at}`);
    await storeMany(ids.map((id) => toRecord(id)));
    const conflicts = ids.slice(0, 60).map((id) => toRecord(id, { text: 'Goodbye' }));
    const alternates = ids
      .slice(60)
      .map((id) => toRecord(id, { providerEvent: 'message_created' }));
    const changed = ids
      .slice(60)
      .map((id) => toRecord(id, { providerEvent: 'message_created', text: 'Goodbye' }));
    const records = [...conflicts, ...alternates, ...changed];
    const outcomes = await storeMany(records);
    expect(records.map((record) => outcomes.get(record))).toEqual([
      ...Array(60).fill('conflict'),
      ...Array(70).fill('alternate'),
      ...Array(70).fill('conflict'),
    ]);
    for (const [record] of [conflicts, changed]) {
      const stored = record && (await read(repeatKey('conflict', record)));
      expect(stored).toEqual({ event: record?.event, raw: record?.raw, isPublished: false });
    }
    expect([...(await storeMany(records)).values()]).toEqual(Array(200).fill('duplicate'));
  });

  it('stores of many records with the same key one, and no other as new', async () => {
    const texts = ['a', 'a', 'b'];
    const repeats = texts.map((text) => toRecord('same key', { text }));
    const records = [...toRecords('with repeats', 110), ...repeats];
    const outcomes = await storeAll(records);
    expect(outcomes.slice(110)).toEqual(['stored', 'duplicate', 'conflict']);
  });

  it('stores each record once when many arrive twice at the same time', async () => {
    const records = toRecords('many twice', 120);
    const [once, twice] = await Promise.all([storeAll(records), storeAll([...records])]);
    const outcomes = records.map((_record, at) => [once[at], twice[at]].toSorted());
    expect(new Set(outcomes.flat())).toEqual(new Set(['duplicate', 'stored']));
    expect(outcomes.every(([first, second]) => first !== second)).toBe(true);
  });

  it('returns no outcome while it cannot be reached, and stores many records later', async () => {
    const records = toRecords('many in an outage', 130);
    opened.setDown(true);
    expect((await storeMany(records)).size).toBe(0);
    opened.setDown(false);
    expect((await storeMany(records)).size).toBe(130);
  });

  it('returns for many records what the memory returns for one after the other', async () => {
    const change = fc.record({
      id: fc.integer({ min: 0, max: 90 }),
      text: fc.constantFrom('a', 'b'),
      providerEvent: fc.constantFrom('x', 'y'),
    });
    const callback = fc.array(change, { minLength: 101, maxLength: 110 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(callback, callback, async (...callbacks) => {
        run += 1;
        const memory = createMemoryEventStore();
        for (const changes of callbacks) {
          const records = changes.map(({ id, ...each }) => toRecord(`many ${run}-${id}`, each));
          const expected: StoreOutcome[] = [];
          for (const record of records) expected.push(await memory.store(record));
          expect(await storeAll(records)).toEqual(expected);
        }
      }),
      { numRuns: 3 },
    );
  });

  it('returns what the memory returns for any sequence of calls with one key', async () => {
    const change = fc.record({
      text: fc.constantFrom('a', 'b', 'c'),
      providerEvent: fc.constantFrom('x', 'y', 'z'),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 8 }), async (changes) => {
        run += 1;
        const records = changes.map((each) => toRecord(`sequence ${run}`, each));
        const memory = createMemoryEventStore();
        for (const record of records) {
          expect(await store(record)).toBe(await memory.store(record));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('an event store in DynamoDB that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openDynamoDb>>;

  beforeAll(async () => {
    opened = await openDynamoDb();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(jsonFaults))('throws a retryable error when %s', async (name, fault) => {
    const record = toRecord(name);
    opened.proxy.setFault(fault);
    await expect(opened.store(record)).rejects.toMatchObject({
      name: 'TributaryError',
      code: 'store_unavailable',
      retryable: true,
    });
    opened.proxy.setFault(undefined);
    expect(await opened.store(record)).toBe(fault === 'response lost' ? 'duplicate' : 'stored');
    expect(await opened.read(record.key)).toMatchObject({ isPublished: true });
  });

  it.each(Object.entries(jsonFaults))(
    'returns no outcome for many when %s',
    async (name, fault) => {
      const records = toRecords(`many, ${name}`, 130);
      opened.proxy.setFault(fault);
      expect((await opened.storeMany(records, noPayload)).size).toBe(0);
      opened.proxy.setFault(undefined);
      const outcomes = [...(await opened.storeMany(records, noPayload)).values()];
      const expected = fault === 'response lost' ? 'duplicate' : 'stored';
      expect(outcomes).toEqual(Array(130).fill(expected));
    },
  );

  it('makes few calls for many records, and none for up to a hundred', async () => {
    const callsOf = async (records: readonly EventRecord[]) => {
      const before = opened.proxy.requests();
      await opened.storeMany(records, noPayload);
      return opened.proxy.requests() - before;
    };
    expect(await callsOf(toRecords('a hundred', 100))).toBe(0);
    const records = toRecords('a thousand', 1_000);
    expect(await callsOf(records)).toBe(10 + 40);
    expect(await callsOf(records)).toBe(10);
    const others = toRecords('a thousand', 1_000, 'Goodbye');
    expect(await callsOf(others)).toBe(10 + 10 + 40);
    expect(await callsOf(others)).toBe(10 + 10);
  });

  it('stores nothing more when the signal ends it', async () => {
    const records = toRecords('ended', 130);
    const signal = AbortSignal.abort();
    expect((await opened.storeMany(records, noPayload, signal)).size).toBe(0);
    for (const record of records.slice(0, 2)) {
      await expect(opened.store(record, signal)).rejects.toMatchObject({
        code: 'store_unavailable',
        retryable: true,
      });
      expect(await opened.read(record.key)).toBeUndefined();
    }
  });

  it('returns duplicate when the SDK repeats a request whose response was lost', async () => {
    const record = toRecord('repeated by the SDK');
    opened.proxy.setFault('response lost', { once: true });
    expect(await opened.repeating.store(record)).toBe('duplicate');
    expect(await opened.read(record.key)).toMatchObject({ event: record.event, isPublished: true });
  });

  it('throws a retryable error for an item that DynamoDB refuses', async () => {
    const record = toRecord('too large', { text: 'x'.repeat(500_000) });
    await expect(opened.store(record)).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
  });

  it('does not return before the table has confirmed the record', async () => {
    const record = toRecord('held');
    const outcome = await expectToWait(
      opened.proxy,
      () => opened.store(record),
      async () => (await opened.read(record.key)) !== undefined,
    );
    expect(outcome).toBe('stored');
  });

  it.each([
    ['damaged', Uint8Array.of(0, 1, 2, 3)],
    ['compressed with words that only newer code has', Uint8Array.of(200, 1, 2, 3)],
  ])('compares the events alone when the stored raw JSON is %s', async (name, bytes) => {
    const record = toRecord(name);
    await opened.store(record);
    await opened.replaceRaw(record.key, bytes);
    expect(await opened.store(record)).toBe('duplicate');
    expect(await opened.store(toRecord(name, { text: 'Goodbye' }))).toBe('conflict');
  });
});
