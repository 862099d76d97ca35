import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Alias, PublishOutcome } from '../../../functions/publisher/ports.ts';
import {
  type PublisherPorts,
  publishRecords,
} from '../../../functions/publisher/publish-records.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

const silent = { info() {}, warn() {}, error() {} };

/** A bus that answers each call with the next of `script`, and then takes everything. */
function createPorts(script: (readonly PublishOutcome[] | 'down')[] = []) {
  const calls: string[][] = [];
  const aliases: Alias[] = [];
  const kept: string[] = [];
  const waits: number[] = [];
  const ports: PublisherPorts = {
    bus: {
      publish: async (events) => {
        calls.push(events.map((event) => idOf(event.detail.data)));
        const outcomes = script.shift();
        if (outcomes === 'down')
          throw new TributaryError('publish_failed', '', { retryable: true });
        return outcomes ?? events.map(() => 'published');
      },
    },
    aliases: {
      storeAlias: async (alias) => {
        aliases.push(alias);
      },
    },
    deadLetters: {
      keep: async (sequenceNumber) => {
        kept.push(sequenceNumber);
      },
    },
    log: silent,
    waitMs: async (ms) => {
      waits.push(ms);
    },
  };
  return { ports, calls, aliases, kept, waits };
}

function idOf(data: object): string {
  return 'message' in data ? (data.message as { id: string }).id : JSON.stringify(data);
}

function toRecord(sequenceNumber: string, draft = textMessage({ id: sequenceNumber })) {
  const NewImage = toEventItem(toEventRecord(draft, receipt), { publish: true });
  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: sequenceNumber, NewImage },
  } as unknown as DynamoDBRecord;
}

describe('the publisher', () => {
  it('publishes a batch in stream order, ten events a call', async () => {
    const { ports, calls } = createPorts();
    const ids = Array.from({ length: 23 }, (_, index) => `m${index}`);
    expect(
      await publishRecords(
        ids.map((id) => toRecord(id)),
        ports,
      ),
    ).toBeUndefined();
    expect(calls.map((call) => call.length)).toEqual([10, 10, 3]);
    expect(calls.flat()).toEqual(ids);
  });

  it('offers only what failed again, and waits longer each time', async () => {
    const { ports, calls, waits } = createPorts([
      ['published', 'failed', 'published'],
      ['failed'],
      ['published'],
    ]);
    const records = ['a', 'b', 'c'].map((id) => toRecord(id));
    expect(await publishRecords(records, ports)).toBeUndefined();
    expect(calls).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
    expect(waits).toEqual([100, 400]);
  });

  it('lets no status overtake its message when the bus refuses the message for a while', async () => {
    const { ports, calls } = createPorts([['published', 'failed'], ['published']]);
    const message = toRecord('b', textMessage({ id: 'wamid.B' }));
    const status = toRecord('c', deliveredStatus('wamid.B') as never);
    expect(await publishRecords([toRecord('a'), message, status], ports)).toBeUndefined();
    expect(calls.map((call) => call.length)).toEqual([2, 1, 1]);
    expect(calls.slice(0, 2)).toEqual([['a', 'wamid.B'], ['wamid.B']]);
  });

  it('gives up at the first event that the bus does not take, and goes no further', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const outcomes = ids.slice(0, 10).map((id) => (id === 'm3' ? 'failed' : 'published'));
    const { ports, calls } = createPorts([outcomes, ['failed'], ['failed'], ['failed']]);
    expect(
      await publishRecords(
        ids.map((id) => toRecord(id)),
        ports,
      ),
    ).toBe('m3');
    expect(calls.flat()).not.toContain('m10');
  });

  it('takes a bus out of reach for an outage, not for poison', async () => {
    const { ports, kept } = createPorts(['down', 'down', 'down', 'down']);
    expect(await publishRecords([toRecord('a'), toRecord('b')], ports)).toBe('a');
    expect(kept).toEqual([]);
  });

  it('keeps what the bus rejects for ever in the payload bucket, and goes on', async () => {
    const { ports, kept } = createPorts([['rejected', 'published']]);
    expect(await publishRecords([toRecord('a'), toRecord('b')], ports)).toBeUndefined();
    expect(kept).toEqual(['a']);
  });

  it('keeps what it cannot decode in the payload bucket, and goes on', async () => {
    const { ports, calls, kept } = createPorts();
    const broken = {
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: 'x', NewImage: { publish: { N: '1' }, detail: { S: '{' } } },
    } as unknown as DynamoDBRecord;
    expect(await publishRecords([broken, toRecord('b')], ports)).toBeUndefined();
    expect(kept).toEqual(['x']);
    expect(calls).toEqual([['b']]);
  });

  it.each(['MODIFY', 'REMOVE'] as const)('ignores a %s', async (eventName) => {
    const { ports, calls } = createPorts();
    await publishRecords([{ ...toRecord('a'), eventName }], ports);
    expect(calls).toEqual([]);
  });

  it('ignores an event record that is kept only', async () => {
    const { ports, calls } = createPorts();
    const NewImage = toEventItem(toEventRecord(textMessage(), receipt), { publish: false });
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: 'a', NewImage } };
    await publishRecords([record as unknown as DynamoDBRecord], ports);
    expect(calls).toEqual([]);
  });

  it("writes an alias for a message's second id, and for nothing else", async () => {
    const { ports, aliases } = createPorts();
    const draft = textMessage();
    const message = { ...draft.data.message, providerMessageId: '2604' };
    const withSecondId = toRecord('a', { ...draft, data: { message } });
    const status = toRecord('b', deliveredStatus() as never);
    await publishRecords([withSecondId, status, toRecord('c')], ports);
    expect(aliases).toEqual([
      { provider: 'incs', providerMessageId: '2604', messageId: 'wamid.A' },
    ]);
  });

  it('lets an alias expire together with its message', async () => {
    const { ports, aliases } = createPorts();
    const draft = textMessage();
    const message = { ...draft.data.message, providerMessageId: '2604' };
    const eventRecord = toEventRecord({ ...draft, data: { message } }, receipt);
    const NewImage = toEventItem(eventRecord, { publish: true, expiresAtSeconds: 1_800_000_000 });
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: 'a', NewImage } };
    await publishRecords([record as unknown as DynamoDBRecord], ports);
    expect(aliases).toEqual([expect.objectContaining({ expiresAtSeconds: 1_800_000_000 })]);
  });

  it('asks for the record again whose alias could not be written', async () => {
    const { ports, calls } = createPorts();
    const storeAlias = async (): Promise<never> => {
      throw new TributaryError('store_unavailable', '', { retryable: true });
    };
    const draft = textMessage();
    const message = { ...draft.data.message, providerMessageId: '2604' };
    const record = toRecord('a', { ...draft, data: { message } });
    expect(await publishRecords([record], { ...ports, aliases: { storeAlias } })).toBe('a');
    expect(calls).toEqual([]);
  });
});
