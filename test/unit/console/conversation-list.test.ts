import { describe, expect, it } from 'vitest';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import {
  type ConversationList,
  createConversationList,
} from '../../../tools/console/server/conversation-list.ts';
import { readGoldenEvents } from '../../support/golden-events.ts';

const events = readGoldenEvents();
const [sample] = events.filter(isMessageEvent);

/** A message of a user at an instant. */
function message(user: { phone?: string; id?: string; name?: string }, occurredAt: string) {
  if (sample === undefined) throw new Error('the goldens have no message');
  const event = structuredClone(sample);
  const name = user.id ?? user.phone;
  event.detail.metadata.occurredAt = occurredAt;
  event.detail.data.message.user = user;
  event.detail.data.message.conversation = { key: `whatsapp#15550100001#${name}` };
  return event;
}

const ada = { phone: '447700900123', name: 'Ada Example' };
const grace = { phone: '447700900456', name: 'Grace Example' };

const titles = (list: ConversationList, text = '', more: { day?: string; skip?: number } = {}) =>
  list.search({ text, limit: 10, ...more }).conversations.map(({ title }) => title);

function listOf(...added: readonly TributaryEvent[]) {
  const list = createConversationList();
  for (const event of added) list.add(event);
  return list;
}

describe('the list of conversations', () => {
  it('has the conversation with the latest message first', () => {
    const list = listOf(
      message(ada, '2026-01-01T10:00:00.000Z'),
      message(grace, '2026-01-01T11:00:00.000Z'),
      message(ada, '2026-01-01T12:00:00.000Z'),
    );
    expect(titles(list)).toEqual(['Ada Example', 'Grace Example']);
  });

  it('shows the latest message, whatever the order of arrival', () => {
    const list = listOf(
      message(ada, '2026-01-01T12:00:00.000Z'),
      message(ada, '2026-01-01T10:00:00.000Z'),
    );
    expect(list.search({ text: '', limit: 10 }).conversations[0]?.lastAt).toBe(
      '2026-01-01T12:00:00.000Z',
    );
  });

  it.each([
    ['a part of the number', '900123'],
    ['the number as people write it', '+44 7700 900-123'],
    ['a name in another case', 'ada ex'],
    ['the key', 'whatsapp#15550100001#447700900123'],
  ])('finds a conversation by %s', (_, text) => {
    const list = listOf(
      message(ada, '2026-01-01T10:00:00.000Z'),
      message(grace, '2026-01-01T11:00:00.000Z'),
    );
    expect(titles(list, text)).toEqual(['Ada Example']);
  });

  it('keeps a name that a later message does not have', () => {
    const list = listOf(
      message(ada, '2026-01-01T10:00:00.000Z'),
      message({ phone: '447700900123' }, '2026-01-01T11:00:00.000Z'),
    );
    expect(list.search({ text: '', limit: 10 }).conversations[0]?.title).toBe('Ada Example');
  });

  it('forgets the conversation that was silent for the longest time', () => {
    const list = createConversationList(1);
    list.add(message(ada, '2026-01-01T10:00:00.000Z'));
    list.add(message(grace, '2026-01-01T11:00:00.000Z'));
    expect(titles(list)).toEqual(['Grace Example']);
  });

  it('has the conversations of a UTC day', () => {
    const list = listOf(
      message(ada, '2026-01-01T23:59:59.999Z'),
      message(grace, '2026-01-02T00:00:00.000Z'),
      message(ada, '2026-01-03T00:00:00.000Z'),
    );
    expect(titles(list, '', { day: '2026-01-01' })).toEqual(['Ada Example']);
    expect(titles(list, '', { day: '2026-01-02' })).toEqual(['Grace Example']);
    expect(titles(list, '', { day: '2026-01-04' })).toEqual([]);
  });

  it('is read in pages', () => {
    const list = listOf(
      message(ada, '2026-01-01T10:00:00.000Z'),
      message(grace, '2026-01-01T11:00:00.000Z'),
    );
    const first = list.search({ text: '', limit: 1 });
    expect(first).toMatchObject({ conversations: [{ title: 'Grace Example' }], hasMore: true });
    const second = list.search({ text: '', limit: 1, skip: 1 });
    expect(second).toMatchObject({ conversations: [{ title: 'Ada Example' }], hasMore: false });
  });

  it('keeps some names of the members of a large group', () => {
    const list = createConversationList();
    for (let member = 0; member < 200; member += 1) {
      const each = message({ phone: `4477009001${member}` }, '2026-01-01T10:00:00.000Z');
      each.detail.data.message.conversation = { key: 'whatsapp#15550100001#group', groupId: 'g' };
      list.add(each);
    }
    const { conversations } = list.search({ text: '', limit: 10 });
    expect(conversations.map(({ names }) => names.length)).toEqual([50]);
  });

  it('knows the businesses', () => {
    expect(listOf(message(ada, '2026-01-01T10:00:00.000Z')).scopes()).toEqual([
      'whatsapp#15550100001',
    ]);
  });

  it('knows the calls and payments of a conversation once each', () => {
    const list = listOf(...events, ...events);
    const keys = list.search({ text: '', limit: 1000 }).conversations.map(({ key }) => key);
    const { calls, payments } = list.othersOf(keys);
    expect(calls.length).toBeGreaterThan(0);
    expect(payments.length).toBeGreaterThan(0);
    const ids = calls.map(({ provider, id }) => `${provider} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
