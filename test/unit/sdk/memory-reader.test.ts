import { describe, expect, it } from 'vitest';
import type { Reader } from '../../../sdk/reader/index.ts';
import { createMemoryReader, sample } from '../../../sdk/testing/index.ts';

/** It is passed wherever a subscriber's code takes a reader. */
const takeReader = (reader: Reader) => reader;

const phone = '447700900123';
const keyOf = (name: string) => `whatsapp#15550100001#${name}`;

function text(id: string, at: string, user: { phone?: string; id?: string } = { phone }) {
  const party = { phone: undefined, id: undefined, ...user };
  return sample('message.received', {
    metadata: { occurredAt: at },
    data: { message: { id, user: party, content: { kind: 'text', text: id } } },
  });
}

const idsOf = ({ messages }: Awaited<ReturnType<Reader['conversation']>>) =>
  messages.map(({ message }) => message.data.message.id);

describe('a reader in memory', () => {
  it('is a reader, and knows what samples say of one message', async () => {
    const reader = takeReader(
      createMemoryReader([
        sample('message.sent'),
        sample('message.status.updated'),
        sample('message.received'),
        sample('media.stored'),
      ]),
    );
    const sent = await reader.message('incs', 'wamid.SAMPLE2');
    expect(sent?.status).toBe('delivered');
    const received = await reader.message('incs', 'wamid.SAMPLE1');
    expect(received?.message?.data.message.content).toEqual({ kind: 'text', text: 'Hello' });
    expect(await reader.message('meta', 'wamid.SAMPLE1')).toBeUndefined();
  });

  it('has the conversation of a person by every name that an event has shown', async () => {
    const reader = createMemoryReader([
      text('1', '2026-01-02T03:01:00.000Z'),
      text('2', '2026-01-02T03:02:00.000Z', { id: 'GB.1' }),
      text('3', '2026-01-02T03:03:00.000Z', { phone, id: 'GB.1' }),
    ]);
    for (const name of [phone, 'GB.1']) {
      expect(idsOf(await reader.conversation(keyOf(name)))).toEqual(['1', '2', '3']);
    }
  });

  it('divides what an operator has divided, until it is joined again', async () => {
    const seen = text('1', '2026-01-02T03:01:00.000Z', { phone, id: 'GB.1' });
    const other = text('2', '2026-01-02T03:02:00.000Z');
    const decide = (state: 'linked' | 'unlinked', minute: number) =>
      sample('user.updated', {
        metadata: { occurredAt: `2026-01-03T03:0${minute}:00.000Z` },
        data: { aspect: 'identity', category: undefined, link: { names: ['GB.1', phone], state } },
      });
    const divided = createMemoryReader([seen, other, decide('unlinked', 1)]);
    expect(idsOf(await divided.conversation(keyOf(phone)))).toEqual(['2']);
    const joined = createMemoryReader([seen, other, decide('unlinked', 1), decide('linked', 2)]);
    expect(idsOf(await joined.conversation(keyOf(phone)))).toEqual(['1', '2']);
    // They are about links, and no news of the user.
    expect(await joined.user('incs', 'GB.1', phone)).toBeUndefined();
  });

  it('has what the last of many replays has read', async () => {
    const replays = Array.from({ length: 12 }, (_, index) =>
      sample('message.received', {
        metadata: { replayed: true },
        data: { message: { id: '1', content: { kind: 'text', text: `${index}` } } },
      }),
    );
    const state = await createMemoryReader([
      text('1', '2026-01-02T03:04:05.000Z'),
      ...replays,
    ]).message('incs', '1');
    expect(state?.message?.data.message.content).toEqual({ kind: 'text', text: '11' });
  });

  it('shows a message once that came twice and was replayed, as the last replay read it', async () => {
    const first = text('1', '2026-01-02T03:01:00.000Z');
    const replay = (name: string) =>
      sample('message.received', {
        metadata: { occurredAt: first.detail.metadata.occurredAt, replayed: true },
        data: { message: { ...first.detail.data.message, content: { kind: 'text', text: name } } },
      });
    const reader = createMemoryReader([first, first, replay('one'), replay('two')]);
    const { messages } = await reader.conversation(keyOf(phone));
    expect(messages.map(({ message }) => message.data.message.content)).toEqual([
      { kind: 'text', text: 'two' },
    ]);
    expect(messages[0]?.message.metadata.replayed).toBeUndefined();
  });

  it('finds a message by its second id, by the owner’s text, by its reactions and on its day', async () => {
    const order = sample('message.sent', {
      data: { message: { id: 'wamid.A', providerMessageId: '77', callbackData: 'order-7' } },
    });
    const reaction = sample('message.received', {
      data: { message: { content: { kind: 'reaction', messageId: 'wamid.A', emoji: '👍' } } },
    });
    const now = () => new Date('2026-01-03T00:00:00.000Z');
    const reader = createMemoryReader([order, reaction], { now });
    const state = await reader.message('incs', '77');
    expect(state?.message?.data.message.id).toBe('wamid.A');
    expect(state?.reactions).toMatchObject([{ emoji: '👍' }]);
    const { messages } = await reader.byCallbackData({ provider: 'incs', callbackData: 'order-7' });
    expect(messages.map(({ messageId }) => messageId)).toEqual(['wamid.A']);
    const { conversations } = await reader.conversations({
      channel: 'whatsapp',
      business: '15550100001',
    });
    expect(conversations).toMatchObject([{ day: '2026-01-02' }]);
  });

  it('lists the conversations up to the day of the newest event, whatever today is', async () => {
    const reader = createMemoryReader([
      text('2', '2021-05-04T03:02:00.000Z'),
      text('1', '2021-05-03T03:01:00.000Z', { phone: '447700900456' }),
    ]);
    const request = { channel: 'whatsapp', business: '15550100001' } as const;
    const newest = await reader.conversations(request);
    expect(newest.conversations).toMatchObject([{ day: '2021-05-04' }]);
    const before = await reader.conversations({ ...request, next: newest.next });
    expect(before.conversations).toMatchObject([{ day: '2021-05-03' }]);
    const none = createMemoryReader([]).conversations({ channel: 'whatsapp', business: '1555' });
    expect((await none).conversations).toEqual([]);
  });

  it('refuses what is not an event of the contract, and says which', () => {
    const event = sample('message.received');
    const wrong = { ...event, detail: { ...event.detail, data: {} } } as unknown as typeof event;
    expect(() => createMemoryReader([event, wrong])).toThrow(
      /^events\[1\] is invalid: data.message/,
    );
    const other = { ...event, 'detail-type': 'x' } as unknown as typeof event;
    expect(() => createMemoryReader([other])).toThrow('events[0] has an unknown type: x');
  });

  it('does not change with the events that it was made of', async () => {
    const event = text('1', '2026-01-02T03:01:00.000Z');
    const reader = createMemoryReader([event]);
    event.detail.data.message.id = 'changed';
    expect(idsOf(await reader.conversation(keyOf(phone)))).toEqual(['1']);
  });
});
