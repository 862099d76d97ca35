import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { maxCalls } from '../../../functions/publisher/publish-in-lanes.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import { type EventItem, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { readGoldenEvents } from '../../support/golden-events.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import {
  createPorts,
  messageId,
  numbered,
  toRecord,
  toRecords,
  toStreamRecord,
} from './publisher-in-memory.ts';

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

  it('publishes an event of every type', async () => {
    const { ports, bus, deadLetters } = createPorts();
    const events = readGoldenEvents();
    const records = events.map(({ detail }, index) =>
      toStreamRecord(`${index}`, {
        pk: { S: `thing#incs#${index}` },
        publish: { N: '1' },
        detail: { S: JSON.stringify(detail) },
      }),
    );
    expect(await publishRecords(records, ports)).toBeUndefined();
    expect(bus.published.map(({ detail }) => detail).toSorted()).toEqual(
      events.map(({ detail }) => JSON.stringify(detail)).toSorted(),
    );
    expect(deadLetters.records.size).toBe(0);
  });

  it.each(['{"message":{"id":"a"}}', '{"message":null}', '{}', 'null'])(
    'publishes a message of another version, whatever it lacks: %s',
    async (data) => {
      const { ports, bus } = createPorts();
      const detail = `{"metadata":{"type":"message.received","provider":"meta"},"data":${data}}`;
      const item = {
        pk: { S: 'message#meta#a' },
        publish: { N: '1' },
        detail: { S: detail },
      } as const;
      const records = [toStreamRecord('a', item), toRecord('b')];
      expect(await publishRecords(records, ports)).toBeUndefined();
      expect(bus.published).toHaveLength(2);
    },
  );

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

  it('offers at each attempt only what failed at the last one', async () => {
    const { ports, calls } = createPorts([
      ['failed', 'failed', 'failed'],
      ['failed', 'published', 'failed'],
      ['published', 'failed'],
    ]);
    expect(await publishRecords(toRecords(['a', 'b', 'c']), ports)).toBeUndefined();
    expect(calls()).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], ['a', 'c'], ['c']]);
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
    const { ports, bus, lines } = createPorts();
    bus.fails = (entry) => messageId(entry) === 'm3';
    const records = toRecords(ids);
    expect(await publishRecords(records, ports)).toBe('m3');
    expect(lines).toContain('batch published');
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
      const { ports, bus, deadLetters, lines } = createPorts([
        ids.map((id) => (id === rejected ? 'rejected' : 'published')),
      ]);
      const record = JSON.stringify(toRecord(rejected));
      expect(await publishRecords(toRecords(ids), ports)).toBeUndefined();
      expect([...deadLetters.records]).toEqual([[rejected, record]]);
      expect(lines.filter((line) => line === 'event rejected')).toHaveLength(1);
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
        await setImmediate();
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

  it('do not wait for one that takes longer', async () => {
    const { ports, bus } = createPorts();
    const { promise: end, resolve } = Promise.withResolvers<void>();
    const publish: typeof bus.publish = async (entries) => {
      const outcomes = await bus.publish(entries);
      if (entries.some((entry) => messageId(entry) === 'm0')) await end;
      return outcomes;
    };
    const records = toRecords(numbered(1_000));
    const publishing = publishRecords(records, { ...ports, bus: { publish } });
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    const before = bus.published.length;
    resolve();
    expect(await publishing).toBeUndefined();
    expect(before).toBe(1_000);
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
