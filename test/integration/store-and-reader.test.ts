import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbItemStore } from '../../functions/publisher/dynamodb-item-store.ts';
import { readRecord } from '../../functions/publisher/read-record.ts';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { createDynamoDbReader } from '../../shared/reader/dynamodb-reader.ts';
import { createDynamoDbEventStore } from '../../shared/table/dynamodb-event-store.ts';
import { toEventItem } from '../../shared/table/event-item.ts';
import { messagePartition } from '../../shared/table/partition-key.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import {
  capturedPayment,
  deliveredStatus,
  endedCall,
  receipt,
  textMessage,
} from '../support/drafts.ts';
import { startEventsTable } from '../support/events-table.ts';

let table: Awaited<ReturnType<typeof startEventsTable>>;
let store: (draft: EventDraft, raw?: string) => Promise<string>;
let reader: ReturnType<typeof createDynamoDbReader>;

beforeAll(async () => {
  table = await startEventsTable();
  const records = createDynamoDbEventStore(table.client, table);
  store = (draft, raw) => records.store({ ...toEventRecord(draft, receipt), raw });
  reader = createDynamoDbReader(table.client, table.tableName);
});

afterAll(() => table.stop());

function messageFrom(phone: string, index: number): EventDraft<'message.received'> {
  const draft = textMessage({ id: `${phone}-${index}`, text: `text ${index}` });
  const message = { ...draft.data.message, user: { phone } };
  const occurredAt = `2026-01-02T03:${String(index).padStart(2, '0')}:00.000Z`;
  return { ...draft, occurredAt, data: { message } };
}

const numbersOf = (page: Pick<Awaited<ReturnType<typeof reader.conversation>>, 'messages'>) =>
  page.messages.map(({ message }) => Number(message.data.message.id.split('-').at(-1)));

describe('reading a message', () => {
  it('gives the message with its derived state, without its conflicts', async () => {
    await store(textMessage({ id: 'wamid.read' }));
    await store(textMessage({ id: 'wamid.read', text: 'conflicting' }), '{"c":3}');
    await store(deliveredStatus('wamid.read'));
    const state = await reader.message('incs', 'wamid.read');
    expect(state?.message?.data.message.content).toEqual({ kind: 'text', text: 'Hello' });
    expect(state?.status).toBe('delivered');
    expect(await reader.messageRecords('incs', 'wamid.read')).toHaveLength(3);
  });

  it('finds all records by each of the two ids', async () => {
    const draft = textMessage({ id: 'wamid.two' });
    const message = { ...draft.data.message, providerMessageId: '2604' };
    await store({ ...draft, data: { message } });
    await store(deliveredStatus('2604'));
    const pk = { S: messagePartition('incs', '2604') };
    const alias = { pk, sk: { S: 'alias' }, alias: { S: messagePartition('incs', 'wamid.two') } };
    await createDynamoDbItemStore(table.client, table.tableName).insert([alias]);
    for (const id of ['wamid.two', '2604']) {
      const state = await reader.message('incs', id);
      expect(state?.message?.data.message.id).toBe('wamid.two');
      expect(state?.status).toBe('delivered');
    }
  });

  it('gives nothing for an unknown message', async () => {
    expect(await reader.message('incs', 'wamid.unknown')).toBeUndefined();
  });
});

describe('reading who is in control of a conversation', () => {
  const key = 'messenger#104001234567890#7234567890123456';
  const changeOf = (
    aspect: 'owner' | 'request' | 'status',
    current: string,
    minute: number,
  ): EventDraft<'conversation.updated'> => ({
    type: 'conversation.updated',
    providerEvent: aspect,
    channel: 'messenger',
    occurredAt: `2026-01-02T03:0${minute}:00.000Z`,
    data: {
      conversation: { key },
      business: { id: '104001234567890' },
      user: { id: '7234567890123456' },
      aspect,
      change: aspect,
      current,
    },
    item: { minute },
  });

  it('is not confused by what was read since, nor by an app that asks for it', async () => {
    await store(changeOf('owner', 'app-1', 1));
    await store(changeOf('owner', 'app-2', 2));
    await store(changeOf('request', 'app-3', 3));
    await store(changeOf('status', 'read', 4));
    expect((await reader.owner('incs', key))?.data.current).toBe('app-2');
  });
});

describe('reading everything of a user', () => {
  const user = '447700900888';
  const businesses = ['+1 555 010 0021', '15550100022', '15550100023'];

  it('merges the conversations with several businesses, on all channels, page by page', async () => {
    const channels = ['whatsapp', 'rcs', 'sms'] as const;
    for (let index = 0; index < 12; index += 1) {
      const draft = messageFrom(user, index);
      const message = {
        ...draft.data.message,
        business: { phone: index % 4 === 0 ? '15550100022' : '15550100021' },
      };
      const channel = channels[index % 3] ?? 'sms';
      await store({ ...draft, channel, data: { message } });
    }
    await store(messageFrom('447700900889', 1));

    const seen: number[] = [];
    let older: string | undefined;
    do {
      const request = { user: '+44 7700 900888', businesses, limit: 5, older };
      const page = await reader.userMessages(request);
      seen.unshift(...numbersOf(page));
      older = page.older;
    } while (older !== undefined);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => index));

    const ofRcs = await reader.userMessages({ user, businesses, channels: ['rcs'] });
    expect(numbersOf(ofRcs)).toEqual([1, 4, 7, 10]);
  });

  it('refuses a request that could find nothing', async () => {
    await expect(reader.userMessages({ user, businesses: [] })).rejects.toThrow(RangeError);
  });
});

describe('reading by a phone number', () => {
  it.each(['15550100031', '+15550100031', '+1 (555) 010-0031'])('finds %s', async (phone) => {
    await store({
      type: 'phone.updated',
      providerEvent: 'quality',
      occurredAt: '2026-01-02T03:04:05.000Z',
      data: {
        phone: { displayPhoneNumber: '15550100031' },
        aspect: 'quality',
        current: 'GREEN',
      },
      item: {},
    });
    expect((await reader.phone('incs', phone))?.history).toHaveLength(1);
  });
});

describe('reading by a text of the owner', () => {
  const provider = 'incs';

  /** Stores what the publisher stores beside an event. */
  async function storeBeside(draft: EventDraft): Promise<void> {
    const NewImage = toEventItem(toEventRecord(draft, receipt), { publish: true });
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } };
    const read = readRecord(record as unknown as DynamoDBRecord);
    if (read.kind !== 'event') throw new Error('the event cannot be read');
    const { itemsBeside, sharedItems } = read.outgoing;
    const items = createDynamoDbItemStore(table.client, table.tableName);
    await items.insert([...itemsBeside, ...sharedItems]);
  }

  async function publish(draft: EventDraft): Promise<void> {
    await store(draft);
    await storeBeside(draft);
  }

  const statusOf = (messageId: string, callbackData: string): EventDraft => {
    const draft = deliveredStatus(messageId);
    return { ...draft, data: { ...draft.data, callbackData } };
  };

  it('finds a message that only its statuses name, with its state', async () => {
    await publish(statusOf('wamid.order', 'order-7'));
    expect(await reader.byCallbackData({ provider, callbackData: 'order-7' })).toMatchObject({
      messages: [{ messageId: 'wamid.order', message: undefined, status: 'delivered' }],
      calls: [],
      next: undefined,
    });
    const nothing = { messages: [], calls: [], next: undefined };
    expect(await reader.byCallbackData({ provider, callbackData: 'order-8' })).toEqual(nothing);
    const elsewhere = { provider: 'meta', callbackData: 'order-7' };
    expect(await reader.byCallbackData(elsewhere)).toEqual(nothing);
  });

  it('finds a message once whose statuses name it by its second id', async () => {
    const draft = textMessage({ id: 'wamid.both' });
    const callbackData = 'both';
    const message = { ...draft.data.message, providerMessageId: '2605', callbackData };
    await publish({ ...draft, type: 'message.sent', data: { message } });
    await publish(statusOf('2605', callbackData));
    const { messages } = await reader.byCallbackData({ provider, callbackData });
    expect(messages).toMatchObject([{ messageId: 'wamid.both', status: 'delivered' }]);
  });

  it('finds a call', async () => {
    const draft = endedCall('wacid.ticket');
    await publish({ ...draft, data: { ...draft.data, callbackData: 'ticket-7' } });
    expect(await reader.byCallbackData({ provider, callbackData: 'ticket-7' })).toMatchObject({
      messages: [],
      calls: [{ current: 'terminated', call: { id: 'wacid.ticket' } }],
    });
  });

  it('pages through messages that have the same text, each once', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => `wamid.campaign-${letter}`);
    for (const id of ids) await publish(statusOf(id, 'campaign'));
    const request = { provider, callbackData: 'campaign', limit: 2 };
    const found: string[][] = [];
    let next: string | undefined;
    do {
      const page = await reader.byCallbackData({ ...request, next });
      found.push(page.messages.map(({ messageId }) => messageId));
      next = page.next;
    } while (next !== undefined);
    expect(found.flat()).toEqual(ids);
    expect(found.every(({ length }) => length <= 2)).toBe(true);
  });

  it.each(['a#b', '50 % off', '{"order":7,"by":"Ada"}', 'ü'.repeat(512), 'sha256:7'])(
    'finds any text: %s',
    async (callbackData) => {
      const id = `wamid.of-${callbackData.length}`;
      await publish(statusOf(id, callbackData));
      const { messages } = await reader.byCallbackData({ provider, callbackData });
      expect(messages.map(({ messageId }) => messageId)).toEqual([id]);
    },
  );

  it('finds nothing of a message whose event records have expired', async () => {
    await storeBeside(statusOf('wamid.gone', 'gone'));
    expect(await reader.byCallbackData({ provider, callbackData: 'gone' })).toMatchObject({
      messages: [],
    });
  });

  it('refuses what can find nothing', async () => {
    const read = (request: Parameters<typeof reader.byCallbackData>[0]) =>
      reader.byCallbackData(request);
    await expect(read({ provider: 'INCS', callbackData: 'a' })).rejects.toThrow(RangeError);
    await expect(read({ provider, callbackData: '' })).rejects.toThrow(RangeError);
    const other = { provider, callbackData: 'a', next: 'x' };
    await expect(read(other)).rejects.toThrow('first page');
  });
});

describe('reading a conversation', () => {
  const phone = '447700900555';
  const key = `whatsapp#15550100001#${phone}`;

  beforeAll(async () => {
    for (let index = 0; index < 7; index++) await store(messageFrom(phone, index));
    await store(messageFrom('447700900556', 9));
  });

  it('pages from the newest message back to the first, and forward again', async () => {
    const newest = await reader.conversation(key, { limit: 3 });
    expect(numbersOf(newest)).toEqual([4, 5, 6]);
    const older = await reader.conversation(key, { limit: 3, older: newest.older });
    expect(numbersOf(older)).toEqual([1, 2, 3]);
    const oldest = await reader.conversation(key, { limit: 3, older: older.older });
    expect(numbersOf(oldest)).toEqual([0]);
    expect(oldest.older).toBeUndefined();
    const forth = await reader.conversation(key, { limit: 3, newer: oldest.newer });
    expect(numbersOf(forth)).toEqual([1, 2, 3]);
  });

  it('finds messages that were stored later with the last cursor', async () => {
    const { newer } = await reader.conversation(key, { limit: 3 });
    expect(numbersOf(await reader.conversation(key, { newer }))).toEqual([]);
    await store(messageFrom(phone, 8));
    expect(numbersOf(await reader.conversation(key, { newer }))).toEqual([8]);
  });

  it('refuses a text that is not a cursor', async () => {
    await expect(reader.conversation(key, { older: 'x' })).rejects.toThrow('first page');
  });
});

describe('reading a template', () => {
  it('gives the latest value of each aspect and the complete history', async () => {
    const change = (
      type: 'template.status.updated' | 'template.quality.updated',
      minute: number,
      current: string,
    ): EventDraft => ({
      type,
      providerEvent: 'template',
      occurredAt: `2026-01-02T03:0${minute}:00.000Z`,
      data: { template: { id: '77', name: 'welcome' }, current },
      item: { current },
    });
    await store(change('template.status.updated', 2, 'PAUSED'));
    await store(change('template.status.updated', 1, 'APPROVED'));
    await store(change('template.quality.updated', 1, 'GREEN'));
    expect(await reader.template('incs', '77')).toMatchObject({
      status: 'PAUSED',
      quality: 'GREEN',
      category: undefined,
      history: [{}, {}, {}],
    });
    expect(await reader.template('incs', '78')).toBeUndefined();
  });
});

describe('reading an account, a phone number and a user', () => {
  const change = {
    providerEvent: 'changes',
    account: { wabaId: '102' },
    occurredAt: '2026-01-02T03:04:05.000Z',
  };

  it('gives what is known of them, by their ids', async () => {
    const limits = { usersPerDay: '2000' };
    const ofAccount = { account: { id: '102' }, current: 'limits', limits };
    await store({ ...change, type: 'account.updated', data: ofAccount, item: 'a' });
    const phone = { displayPhoneNumber: '15550100001', username: 'squash.club' };
    const ofPhone = { phone, aspect: 'username', current: 'approved' } as const;
    await store({ ...change, type: 'phone.updated', data: ofPhone, item: 'b' });
    expect(await reader.account('incs', '102')).toMatchObject({ limits });
    expect(await reader.phone('incs', '15550100001')).toMatchObject({ username: 'squash.club' });
    expect(await reader.phone('incs', '15550100002')).toBeUndefined();
  });

  it('gives what is known of a user by any of the names', async () => {
    const category = 'marketing_messages';
    const ofUser = (user: { id?: string; phone?: string }, current: string) =>
      ({ user, aspect: 'preferences', category, current }) as const;
    const stopped = ofUser({ phone: '447700900555' }, 'stop');
    const resumed = ofUser({ id: 'GB.555', phone: '447700900555' }, 'resume');
    await store({ ...change, type: 'user.updated', data: stopped, item: 'c' });
    const later = '2026-01-02T04:00:00.000Z';
    const second = { ...change, occurredAt: later };
    await store({ ...second, type: 'user.updated', data: resumed, item: 'd' });
    const both = await reader.user('incs', 'GB.555', '447700900555');
    expect(both?.preferences.marketing_messages?.data.current).toBe('resume');
    const byPhone = await reader.user('incs', '447700900555');
    expect(byPhone?.preferences.marketing_messages?.data.current).toBe('stop');
    expect(await reader.user('incs', 'GB.556')).toBeUndefined();
  });
});

describe('reading a call and a payment', () => {
  it('gives the state of a call, by its id', async () => {
    await store(endedCall('wacid.read'));
    expect(await reader.call('incs', 'wacid.read')).toMatchObject({
      current: 'terminated',
      call: { id: 'wacid.read', missed: true },
    });
    expect(await reader.call('incs', 'wacid.other')).toBeUndefined();
  });

  it('gives the state of a payment, by its order and the number of the business', async () => {
    await store(capturedPayment('order/7', '200000000000001'));
    const order = { business: '200000000000001', referenceId: 'order/7' };
    expect(await reader.payment('incs', order)).toMatchObject({ current: 'captured' });
    const ofOther = { ...order, business: '200000000000002' };
    expect(await reader.payment('incs', ofOther)).toBeUndefined();
  });
});
