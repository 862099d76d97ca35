import { describe, expect, it } from 'vitest';
import { publishRecords } from '../../../functions/publisher/publish-records.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toShard } from '../../../shared/table/key-parts.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, endedCall, receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';
import {
  createPorts,
  messageId,
  numbered,
  toRecord,
  toRecords,
  toStreamRecord,
  withSecondId,
} from './publisher-in-memory.ts';

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
    const old = {
      ...textMessage({ id: 'wamid.H' }),
      type: 'history.message.received',
      occurredAt: '2025-01-02T00:00:00.000Z',
    } as const;
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

  it('expire together with their event, each of them', async () => {
    const { ports, items } = listing();
    const reaction = { kind: 'reaction', messageId: 'wamid.X', emoji: '👍' } as const;
    const { data, ...draft } = withSecondId('2604');
    const message = { ...data.message, content: reaction, callbackData: 'order-7' };
    const record = toEventRecord({ ...draft, type: 'message.sent', data: { message } }, receipt);
    const item = toEventItem(record, { publish: true, expiresAtSeconds: 1_800_000_000 });
    await publishRecords([toStreamRecord('a', item)], ports);
    const kinds = items.items().map(({ sk }) => sk?.S?.replace(/#.*/, ''));
    expect(kinds.toSorted()).toEqual(['active', 'alias', 'message', 'reaction']);
    for (const { expiresAt } of items.items()) expect(expiresAt).toEqual({ N: '1800000000' });
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
