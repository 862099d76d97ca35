import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { BusEntry, PublishOutcome } from '../../../functions/publisher/ports.ts';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { type EventItem, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryAliasStore } from '../../support/memory-alias-store.ts';
import { createMemoryDeadLetterStore } from '../../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';

/** The publisher's ports in memory; the first calls to the bus go as `script` says. */
function createPorts(script: readonly (readonly PublishOutcome[])[] = []) {
  const bus = createMemoryEventBus(script);
  const aliases = createMemoryAliasStore();
  const deadLetters = createMemoryDeadLetterStore();
  const waits: number[] = [];
  const waitMs = async (ms: number) => void waits.push(ms);
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  const log = { info: note, warn: note, error: note };
  const ports = { bus, aliases, deadLetters, log, waitMs };
  return {
    ports,
    bus,
    aliases,
    deadLetters,
    waits,
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
  // The item in the SDK's form has its bytes as bytes, and the stream's as base64; none is read here.
  return { eventName: 'INSERT', dynamodb } as unknown as DynamoDBRecord;
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
    const ids = numbered(12);
    const outcomes = ids.slice(0, 10).map((id) => (id === 'm3' ? 'failed' : 'published'));
    const { ports, calls, lines } = createPorts([outcomes, ['failed'], ['failed'], ['failed']]);
    expect(await publishRecords(toRecords(ids), ports)).toBe('m3');
    expect(calls().flat()).not.toContain('m10');
    expect(lines).toContain('events not published');
  });

  it('returns the first record of the call during which a store failed, and not of the batch', async () => {
    const ids = numbered(12);
    const published = ids.slice(0, 10).map((): PublishOutcome => 'published');
    const { ports, deadLetters } = createPorts([published, ['published', 'rejected']]);
    deadLetters.isDown = true;
    expect(await publishRecords(toRecords(ids), ports)).toBe('m10');
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
    const { ports, deadLetters } = createPorts([['rejected']]);
    deadLetters.isDown = true;
    expect(await publishRecords([toRecord('a')], ports)).toBe('a');
    expect(await publishRecords([undecodable, toRecord('a')], ports)).toBe('x');
  });

  it('writes an alias for the second id of each message, received or sent, and for nothing else', async () => {
    const { ports, aliases } = createPorts();
    const records = [
      toRecord('a', withSecondId('2604')),
      toRecord('b', deliveredStatus()),
      toRecord('c'),
      toRecord('d', { ...withSecondId('2605', 'wamid.D'), type: 'message.sent' }),
    ];
    await publishRecords(records, ports);
    expect(aliases.aliases()).toEqual([
      { provider: 'incs', providerMessageId: '2604', messageId: 'wamid.A' },
      { provider: 'incs', providerMessageId: '2605', messageId: 'wamid.D' },
    ]);
  });

  it('lets an alias expire together with its message', async () => {
    const { ports, aliases } = createPorts();
    const record = toEventRecord(withSecondId('2604'), receipt);
    const item = toEventItem(record, { publish: true, expiresAtSeconds: 1_800_000_000 });
    await publishRecords([toStreamRecord('a', item)], ports);
    expect(aliases.aliases()).toMatchObject([{ expiresAtSeconds: 1_800_000_000 }]);
  });

  it('returns the record whose alias could not be written, and does not publish it', async () => {
    const { ports, aliases, calls } = createPorts();
    aliases.isDown = true;
    expect(await publishRecords([toRecord('a', withSecondId('2604'))], ports)).toBe('a');
    expect(calls()).toEqual([]);
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
