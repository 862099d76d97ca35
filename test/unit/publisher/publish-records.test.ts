import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { BusEntry, PublishOutcome } from '../../../functions/publisher/ports.ts';
import { maxCalls } from '../../../functions/publisher/publish-in-lanes.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { type EventItem, toEventItem } from '../../../shared/table/event-item.ts';
import { toShard } from '../../../shared/table/key-parts.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, endedCall, receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryDeadLetterStore } from '../../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';

/** The publisher's ports in memory; the first calls to the bus go as `script` says. */
function createPorts(script: readonly (readonly PublishOutcome[])[] = []) {
  const bus = createMemoryEventBus(script);
  const items = createMemoryItemStore();
  const deadLetters = createMemoryDeadLetterStore();
  const waits: number[] = [];
  const waitMs = async (ms: number) => void waits.push(ms);
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  const log = { info: note, warn: note, error: note };
  const time = { isLeft: true };
  const hasTime = () => time.isLeft;
  const finished = new Set<string>();
  const links = createMemoryLinkStore(items);
  const ports = { bus, items, links, deadLetters, log, waitMs, hasTime, finished };
  return {
    ports,
    bus,
    items,
    deadLetters,
    waits,
    time,
    /** The messages of the log's lines. */
    lines,
    /** Ids of the messages that each call offered to the bus. */
    calls: () => bus.calls.map((entries) => entries.map(messageId)),
  };
}

function messageId({ detail }: BusEntry): string {
  const { data } = JSON.parse(detail);
  return data.message?.id ?? data.messageId;
}

function toStreamRecord(sequenceNumber: string, NewImage: Partial<EventItem>): DynamoDBRecord {
  const dynamodb = { SequenceNumber: sequenceNumber, NewImage };
  const eventID = `of ${sequenceNumber}`;
  // The item in the SDK's form has its bytes as bytes, and the stream's as base64; none is read here.
  return { eventID, eventName: 'INSERT', dynamodb } as unknown as DynamoDBRecord;
}

function toRecord(
  sequenceNumber: string,
  draft: EventDraft = textMessage({ id: sequenceNumber }),
): DynamoDBRecord {
  const item = toEventItem(toEventRecord(draft, receipt), { publish: true });
  return toStreamRecord(sequenceNumber, item);
}

/** Records of text messages with these ids, which are their sequence numbers too. */
function toRecords(ids: readonly string[]): readonly DynamoDBRecord[] {
  return ids.map((id) => toRecord(id));
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`);
}

function withSecondId(providerMessageId: string, id = 'wamid.A') {
  const draft = textMessage({ id });
  return { ...draft, data: { message: { ...draft.data.message, providerMessageId } } };
}

describe('the publisher', () => {
  it.each([
    [20, [10, 10]],
    [23, [10, 10, 3]],
  ])('publishes %i records in stream order, ten events a call', async (count, sizes) => {
    const { ports, calls } = createPorts();
    const ids = numbered(count);
    expect(await publishRecords(toRecords(ids), ports)).toBeUndefined();
    expect(calls().map((call) => call.length)).toEqual(sizes);
    expect(calls().flat()).toEqual(ids);
  });

  it('publishes the stored detail byte for byte, with its source and detail-type', async () => {
    const { ports, bus } = createPorts();
    const detail =
      '{ "data" : {"\\u0061":"\\u00fc\\/", "n":1.0,"2":2, "1":1},\n\t"metadata":{"type":"phone.updated","provider":"meta"} }';
    const item = { pk: { S: 'phone#meta#1' }, publish: { N: '1' }, detail: { S: detail } } as const;
    expect(await publishRecords([toStreamRecord('a', item)], ports)).toBeUndefined();
    expect(bus.published).toEqual([
      { source: 'tributary.meta', detailType: 'phone.updated', detail },
    ]);
  });

  it('publishes a message of another version, whatever it lacks', async () => {
    const { ports, bus } = createPorts();
    const detail =
      '{"metadata":{"type":"message.received","provider":"meta"},"data":{"message":{"id":"a"}}}';
    const item = {
      pk: { S: 'message#meta#a' },
      publish: { N: '1' },
      detail: { S: detail },
    } as const;
    expect(await publishRecords([toStreamRecord('a', item)], ports)).toBeUndefined();
    expect(bus.published).toHaveLength(1);
  });

  it('cuts a batch by the bytes of the stored details', async () => {
    const { ports, calls } = createPorts();
    const large = (id: string) => toRecord(id, textMessage({ id, text: 'ü'.repeat(170_000) }));
    const records = ['a', 'b', 'c', 'd'].map(large);
    expect(await publishRecords(records, ports)).toBeUndefined();
    expect(calls()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('offers only what failed again, and waits longer each time', async () => {
    const { ports, calls, waits } = createPorts([
      ['published', 'failed', 'published'],
      ['failed'],
      ['published'],
    ]);
    const records = ['a', 'b', 'c'].map((id) => toRecord(id));
    expect(await publishRecords(records, ports)).toBeUndefined();
    expect(calls()).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
    expect(waits).toEqual([100, 400]);
  });

  it('offers all of a full call again when all of it failed', async () => {
    const ids = numbered(10);
    const { ports, calls, bus } = createPorts([ids.map(() => 'failed')]);
    expect(await publishRecords(toRecords(ids), ports)).toBeUndefined();
    expect(calls()).toEqual([ids, ids]);
    expect(bus.published.map(messageId)).toEqual(ids);
  });

  it('offers again what the bus gives no outcome for', async () => {
    const { ports, calls } = createPorts([['published']]);
    expect(await publishRecords(toRecords(['a', 'b', 'c']), ports)).toBeUndefined();
    expect(calls()).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  it('lets no status overtake its message when the bus refuses the message for a while', async () => {
    const { ports, calls } = createPorts([['published', 'failed'], ['published']]);
    const message = toRecord('b', textMessage({ id: 'wamid.B' }));
    const status = toRecord('c', deliveredStatus('wamid.B'));
    expect(await publishRecords([toRecord('a'), message, status], ports)).toBeUndefined();
    expect(calls()).toEqual([['a', 'wamid.B'], ['wamid.B'], ['wamid.B']]);
  });

  it('stops at the first event that the bus does not take, and returns its record', async () => {
    const ids = numbered(1_000);
    const { ports, bus, calls, waits, lines } = createPorts();
    bus.fails = (entry) => messageId(entry) === 'm3';
    expect(await publishRecords(toRecords(ids), ports)).toBe('m3');
    expect(waits).toEqual([100, 400, 1_600]);
    // The calls that were under way when m3 failed end, and no other begins.
    expect(calls().map((call) => call.length)).toEqual([...Array(maxCalls).fill(10), 1, 1, 1]);
    expect(lines).toContain('events not published');
  });

  it('does not publish again what was published behind the event that failed', async () => {
    const ids = numbered(40);
    const { ports, bus } = createPorts();
    bus.fails = (entry) => messageId(entry) === 'm3';
    const records = toRecords(ids);
    expect(await publishRecords(records, ports)).toBe('m3');
    expect(await publishRecords(records.slice(3), ports)).toBe('m3');
    bus.fails = () => false;
    expect(await publishRecords(records.slice(3), ports)).toBeUndefined();
    expect(bus.published.map(messageId).toSorted()).toEqual(ids.toSorted());
  });

  it('publishes everything again in an environment that does not know what is published', async () => {
    const records = toRecords(numbered(40));
    const first = createPorts();
    first.bus.fails = (entry) => messageId(entry) === 'm3';
    expect(await publishRecords(records, first.ports)).toBe('m3');
    const second = createPorts();
    expect(await publishRecords(records.slice(3), second.ports)).toBeUndefined();
    expect(second.bus.published).toHaveLength(37);
  });

  it('remembers 10,000 finished records at most', async () => {
    const { ports, bus } = createPorts();
    bus.fails = (entry) => messageId(entry) === 'm0';
    for (let batch = 0; batch < 60; batch += 1) {
      const records = toRecords(numbered(320)).map((record) => ({
        ...record,
        eventID: `${record.eventID} in ${batch}`,
      }));
      expect(await publishRecords(records, ports)).toBe('m0');
    }
    expect(ports.finished.size).toBe(10_000);
    expect(ports.finished.has('of m319 in 59')).toBe(true);
    expect(ports.finished.has('of m319 in 0')).toBe(false);
  });

  it('continues with all others when the bus accepts what failed', async () => {
    const ids = numbered(1_000);
    const { ports, bus, calls, waits } = createPorts();
    const failures = new Map([
      ['m3', 2],
      ['m500', 1],
    ]);
    bus.fails = (entry) => {
      const left = failures.get(messageId(entry)) ?? 0;
      failures.set(messageId(entry), left - 1);
      return left > 0;
    };
    expect(await publishRecords(toRecords(ids), ports)).toBeUndefined();
    expect(waits).toEqual([100, 400, 100]);
    expect(bus.published.map(messageId).toSorted()).toEqual(ids.toSorted());
    // Each event that failed was offered alone, and the calls after it were full again.
    expect(calls()).toHaveLength(100 + 3);
  });

  it('stops when the function has no time left, and returns the first record that is not done', async () => {
    const ids = numbered(1_000);
    const { ports, bus, time } = createPorts();
    bus.fails = () => {
      time.isLeft = bus.calls.length < 40;
      return false;
    };
    const next = await publishRecords(toRecords(ids), ports);
    const published = new Set(bus.published.map(messageId));
    expect(bus.calls.length).toBeLessThan(40 + maxCalls);
    expect(next).toBe(ids.find((id) => !published.has(id)));
  });

  it('stops waiting for the bus when the function has no time left', async () => {
    const { ports, bus, time, waits } = createPorts();
    bus.fails = () => {
      time.isLeft = false;
      return true;
    };
    expect(await publishRecords(toRecords(['a', 'b']), ports)).toBe('a');
    expect(waits).toEqual([100]);
    expect(bus.calls).toHaveLength(1);
  });

  it('returns the record that cannot be stored as a dead letter, and not those before it', async () => {
    const ids = numbered(12);
    const { ports, bus, deadLetters } = createPorts();
    bus.rejects = (entry) => messageId(entry) === 'm11';
    deadLetters.isDown = true;
    expect(await publishRecords(toRecords(ids), ports)).toBe('m11');
    deadLetters.isDown = false;
    expect(await publishRecords(toRecords(['m11']), ports)).toBeUndefined();
    expect([...deadLetters.records.keys()]).toEqual(['m11']);
  });

  it('takes an unreachable bus for an outage, and makes no dead letters', async () => {
    const { ports, bus, deadLetters } = createPorts();
    bus.isDown = true;
    expect(await publishRecords([toRecord('a'), toRecord('b')], ports)).toBe('a');
    expect(deadLetters.records.size).toBe(0);
  });

  it.each(['a', 'b', 'c'])(
    'makes a dead letter of the event that the bus rejects, and publishes the others: %s of three',
    async (rejected) => {
      const ids = ['a', 'b', 'c'];
      const { ports, bus, deadLetters } = createPorts([
        ids.map((id) => (id === rejected ? 'rejected' : 'published')),
      ]);
      const record = JSON.stringify(toRecord(rejected));
      expect(await publishRecords(toRecords(ids), ports)).toBeUndefined();
      expect([...deadLetters.records]).toEqual([[rejected, record]]);
      expect(bus.published.map(messageId)).toEqual(ids.filter((id) => id !== rejected));
    },
  );

  it('returns the first record while dead letters cannot be stored', async () => {
    const undecodable = toStreamRecord('x', { publish: { N: '1' } });
    const { ports, bus, deadLetters } = createPorts();
    bus.rejects = () => true;
    deadLetters.isDown = true;
    expect(await publishRecords([toRecord('a')], ports)).toBe('a');
    expect(await publishRecords([undecodable, toRecord('a')], ports)).toBe('x');
  });
});

describe('the items beside events', () => {
  const toAlias = (secondId: string, id: string) => ({
    pk: { S: `message#incs#${secondId}` },
    sk: { S: 'alias' },
    alias: { S: `message#incs#${id}` },
  });

  it('are a copy of a reaction, beside the message that it is to', async () => {
    const { ports, items } = createPorts();
    const draft = textMessage({ id: 'wamid.R' });
    const content = { kind: 'reaction', messageId: 'wamid.A', emoji: '👍' } as const;
    const reaction = { ...draft, data: { message: { ...draft.data.message, content } } };
    const item = toEventItem(toEventRecord(reaction, receipt), { publish: true });
    await publishRecords([toStreamRecord('a', { ...item, expiresAt: { N: '1800000000' } })], ports);
    expect(items.items()).toEqual([
      {
        pk: { S: 'message#incs#wamid.A' },
        sk: { S: 'reaction#wamid.R' },
        detail: item.detail,
        expiresAt: { N: '1800000000' },
      },
    ]);
  });

  const withText = (callbackData: string, draft = deliveredStatus()) => ({
    ...draft,
    data: { ...draft.data, callbackData },
  });
  const toCarrier = (text: string, id: string) => ({
    pk: { S: `callbackData#incs#${text}#${toShard(id, 4)}` },
    sk: { S: `message#${id}` },
    alias: { S: `message#incs#${id}` },
  });

  it('are what leads from a text of the owner to its message or call, once for all of its events', async () => {
    const { ports, items } = createPorts();
    const sent = textMessage({ id: 'wamid.C' });
    const message = { ...sent.data.message, callbackData: 'order-7' };
    const call = endedCall('call-1');
    const item = toEventItem(
      toEventRecord({ ...call, data: { ...call.data, callbackData: 'order-7' } }, receipt),
      { publish: true },
    );
    const records = [
      toRecord('a', withText('order-7')),
      toRecord('b', withText('order-7', { ...deliveredStatus(), occurredAt: undefined })),
      toRecord('c', withText('50 % #7', deliveredStatus('wamid.B'))),
      toRecord('d', { ...sent, type: 'message.sent', data: { message } }),
      toStreamRecord('e', { ...item, expiresAt: { N: '1800000000' } }),
    ];
    await publishRecords(records, ports);
    expect(items.items()).toEqual([
      toCarrier('order-7', 'wamid.A'),
      toCarrier('50 %25 %237', 'wamid.B'),
      toCarrier('order-7', 'wamid.C'),
      {
        pk: { S: `callbackData#incs#order-7#${toShard('call-1', 4)}` },
        sk: { S: 'call#call-1' },
        alias: { S: 'call#incs#call-1' },
        expiresAt: { N: '1800000000' },
      },
    ]);
  });

  it('are written once for a text that many callbacks repeat', async () => {
    const { ports, items } = createPorts();
    for (const id of ['a', 'b', 'c']) await publishRecords([toRecord(id, withText('x'))], ports);
    expect(items.calls).toEqual([1]);
  });

  it('hold back an event whose text the table does not have, also when it comes again', async () => {
    const { ports, items, bus } = createPorts();
    items.refused.add(`callbackData#incs#x#${toShard('wamid.B', 4)}`);
    const records = [toRecord('a'), toRecord('b', withText('x', deliveredStatus('wamid.B')))];
    for (const _ of [1, 2]) expect(await publishRecords(records, ports)).toBe('b');
    expect(bus.published.every((entry) => messageId(entry) === 'a')).toBe(true);
    items.refused.clear();
    expect(await publishRecords(records, ports)).toBeUndefined();
    expect(items.items()).toEqual([toCarrier('x', 'wamid.B')]);
  });

  const listing = () => {
    const created = createPorts();
    return { ...created, ports: { ...created.ports, listsConversations: true } };
  };
  const days = (items: ReturnType<typeof createPorts>['items']) =>
    items.items().map(({ pk, sk, alias }) => [pk?.S?.replace(/#\d$/, ''), sk?.S, alias?.S]);

  it('list the conversation of a message on its day, once, when the owner asks for it', async () => {
    const { ports, items } = listing();
    const later = { ...textMessage({ id: 'wamid.L' }), occurredAt: '2026-01-03T00:00:00.000Z' };
    const old = { ...textMessage({ id: 'wamid.H' }), type: 'history.message.received' } as const;
    const records = [toRecord('a'), toRecord('b'), toRecord('c', later), toRecord('d', old)];
    expect(await publishRecords([...records, toRecord('e', deliveredStatus())], ports)).toBe(
      undefined,
    );
    const key = 'whatsapp#15550100001#447700900123';
    expect(days(items)).toEqual([
      ['whatsapp#15550100001#day#2026-01-02', 'active#447700900123', key],
      ['whatsapp#15550100001#day#2026-01-03', 'active#447700900123', key],
    ]);
    const off = createPorts();
    await publishRecords(records, off.ports);
    expect(off.items.items()).toEqual([]);
  });

  it('are looked for before a conversation is listed, and then remembered', async () => {
    const first = listing();
    await publishRecords([toRecord('a')], first.ports);
    // Another environment, with the same table.
    const links = createMemoryLinkStore(first.items);
    const ports = { ...listing().ports, items: first.items, links };
    for (const id of ['b', 'c']) await publishRecords([toRecord(id)], ports);
    expect([first.items.calls, links.calls]).toEqual([[1], [1]]);
  });

  it('hold back a message whose conversation could not be listed', async () => {
    const { ports, items, bus } = listing();
    items.isDown = true;
    expect(await publishRecords([toRecord('a')], ports)).toBe('a');
    expect(bus.published).toEqual([]);
    items.isDown = false;
    expect(await publishRecords([toRecord('a')], ports)).toBeUndefined();
    expect(items.items()).toHaveLength(1);
  });

  it('are an alias for the second id of each message, received or sent, and nothing else', async () => {
    const { ports, items } = createPorts();
    const records = [
      toRecord('a', withSecondId('2604')),
      toRecord('b', deliveredStatus()),
      toRecord('c'),
      toRecord('d', { ...withSecondId('2605', 'wamid.D'), type: 'message.sent' }),
    ];
    await publishRecords(records, ports);
    expect(items.items()).toEqual([toAlias('2604', 'wamid.A'), toAlias('2605', 'wamid.D')]);
  });

  it('expire together with their message', async () => {
    const { ports, items } = createPorts();
    const record = toEventRecord(withSecondId('2604'), receipt);
    const item = toEventItem(record, { publish: true, expiresAtSeconds: 1_800_000_000 });
    await publishRecords([toStreamRecord('a', item)], ports);
    expect(items.items()).toMatchObject([{ expiresAt: { N: '1800000000' } }]);
  });

  const withAliases = (count: number) =>
    numbered(count).map((id) => toRecord(id, withSecondId(`second-${id}`, id)));

  it('are inserted 25 in a call, before any event is offered', async () => {
    const { ports, items, bus } = createPorts();
    const offeredBefore: number[] = [];
    const insert = (given: Parameters<typeof items.insert>[0]) => {
      offeredBefore.push(bus.calls.length);
      return items.insert(given);
    };
    const withInsert = { ...ports, items: { insert } };
    expect(await publishRecords(withAliases(60), withInsert)).toBeUndefined();
    expect(items.calls).toEqual([25, 25, 10]);
    expect(offeredBefore).toEqual([0, 0, 0]);
  });

  it('cost no call when there are none', async () => {
    const { ports, items } = createPorts();
    await publishRecords(toRecords(numbered(30)), ports);
    expect(items.calls).toEqual([]);
  });

  it('are inserted once when two messages of a batch have the same second id: the first has it', async () => {
    const { ports, items, calls } = createPorts();
    const records = ['a', 'b'].map((id) => toRecord(id, withSecondId('2604', id)));
    expect(await publishRecords(records, ports)).toBeUndefined();
    expect(items.items()).toEqual([toAlias('2604', 'a')]);
    expect(items.calls).toEqual([1]);
    expect(calls()).toEqual([['a', 'b']]);
  });

  it('hold back their event and all after it while the table does not accept them', async () => {
    const { ports, items, calls, waits, lines } = createPorts();
    items.refused.add('message#incs#second-m3');
    expect(await publishRecords(withAliases(30), ports)).toBe('m3');
    expect(calls()).toEqual([['m0', 'm1', 'm2']]);
    expect(waits).toEqual([100, 400, 1_600]);
    // Only what failed is inserted again.
    expect(items.calls).toEqual([25, 5, 1, 1, 1]);
    expect(lines).toContain('items not stored');
  });

  it('hold back each event that shares one of them', async () => {
    const { ports, items, calls } = createPorts();
    items.refused.add('message#incs#2604');
    const records = ['a', 'b', 'c'].map((id) =>
      toRecord(id, id === 'a' ? textMessage({ id }) : withSecondId('2604', id)),
    );
    expect(await publishRecords(records, ports)).toBe('b');
    expect(calls()).toEqual([['a']]);
  });

  it('are accepted at a later attempt', async () => {
    const { ports, items, calls, waits } = createPorts();
    items.isDown = true;
    const waitMs = async (ms: number) => {
      waits.push(ms);
      items.isDown = waits.length < 2;
    };
    const records = withAliases(2);
    expect(await publishRecords(records, { ...ports, waitMs })).toBeUndefined();
    expect(waits).toEqual([100, 400]);
    expect(calls()).toEqual([['m0', 'm1']]);
  });

  it('publish nothing when the function has no time left for them', async () => {
    const { ports, items, calls, time } = createPorts();
    items.isDown = true;
    time.isLeft = false;
    expect(await publishRecords(withAliases(2), ports)).toBe('m0');
    expect(items.calls).toEqual([]);
    expect(calls()).toEqual([]);
  });
});

describe('calls under way', () => {
  /** A bus whose calls all end together, as after one latency. */
  function createSteppedBus() {
    const bus = createMemoryEventBus();
    const waiting: (() => void)[] = [];
    const stepped = { most: 0, steps: 0, bus };
    const publish: typeof bus.publish = async (entries) => {
      const outcomes = bus.publish(entries);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return outcomes;
    };
    /** Lets calls end until the publisher is done. */
    async function run<T>(work: Promise<T>): Promise<T> {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return done;
        stepped.most = Math.max(stepped.most, waiting.length);
        stepped.steps += 1;
        for (const resolve of waiting.splice(0)) resolve();
      }
    }
    return { stepped, publish, run };
  }

  it('are 32 at most, so that 1,000 messages take four latencies', async () => {
    const { stepped, publish, run } = createSteppedBus();
    const { ports } = createPorts();
    const publishing = publishRecords(toRecords(numbered(1_000)), { ...ports, bus: { publish } });
    expect(await run(publishing)).toBeUndefined();
    expect(stepped).toMatchObject({ most: maxCalls, steps: 4 });
    expect(stepped.bus.calls.map((call) => call.length)).toEqual(Array(100).fill(10));
  });

  it('hold one event of a message at a time, so that its statuses take a latency each', async () => {
    const { stepped, publish, run } = createSteppedBus();
    const { ports } = createPorts();
    const records = numbered(250).flatMap((id) => [
      toRecord(id, textMessage({ id })),
      ...(['sent', 'delivered', 'read'] as const).map((status) => {
        const draft = deliveredStatus(id);
        return toRecord(`${id} ${status}`, { ...draft, data: { ...draft.data, status } });
      }),
    ]);
    const publishing = publishRecords(records, { ...ports, bus: { publish } });
    expect(await run(publishing)).toBeUndefined();
    expect(stepped.steps).toBe(4);
    expect(stepped.bus.calls).toHaveLength(100);
    for (const id of ['m0', 'm117', 'm249']) {
      const published = stepped.bus.published.filter((entry) => messageId(entry) === id);
      expect(published.map(({ detail }) => JSON.parse(detail).data.status)).toEqual([
        undefined,
        'sent',
        'delivered',
        'read',
      ]);
    }
  });
});

describe('a record', () => {
  it.each(['MODIFY', 'REMOVE'] as const)('of a %s is ignored', async (eventName) => {
    const { ports, calls } = createPorts();
    expect(await publishRecords([{ ...toRecord('a'), eventName }], ports)).toBeUndefined();
    expect(calls()).toEqual([]);
  });

  it('of an item that is stored and not published is ignored', async () => {
    const { ports, calls } = createPorts();
    const item = toEventItem(toEventRecord(textMessage(), receipt), { publish: false });
    expect(await publishRecords([toStreamRecord('a', item)], ports)).toBeUndefined();
    expect(calls()).toEqual([]);
  });

  it.each<[string, Partial<EventItem>]>([
    ['whose detail is not JSON', { pk: { S: 'a' }, detail: { S: '{' } }],
    ['whose detail is not an event', { pk: { S: 'a' }, detail: { S: '{"metadata":{}}' } }],
    ['without a detail', { pk: { S: 'a' } }],
    [
      'without a partition key',
      { detail: toEventItem(toEventRecord(textMessage(), receipt), { publish: true }).detail },
    ],
  ])('%s becomes a dead letter, and the others are published', async (_what, item) => {
    const { ports, calls, deadLetters } = createPorts();
    const broken = toStreamRecord('x', { ...item, publish: { N: '1' } });
    expect(await publishRecords([broken, toRecord('b')], ports)).toBeUndefined();
    expect([...deadLetters.records.keys()]).toEqual(['x']);
    expect(calls()).toEqual([['b']]);
  });

  it('without a sequence number is an error when it is the first, so that Lambda repeats the batch', async () => {
    const { ports, calls } = createPorts();
    const publishing = publishRecords([toRecord('', textMessage()), toRecord('b')], ports);
    await expect(publishing).rejects.toMatchObject({ code: 'event_unreadable', retryable: false });
    expect(calls()).toEqual([]);
  });

  it('without a sequence number lets Lambda repeat everything from the first record on', async () => {
    const { ports, calls } = createPorts();
    const records = [toRecord('a'), toRecord('', textMessage())];
    expect(await publishRecords(records, ports)).toBe('a');
    expect(calls()).toEqual([]);
  });
});
