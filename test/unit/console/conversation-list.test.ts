import { describe, expect, it } from 'vitest';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { createConversationList } from '../../../tools/console/server/conversation-list.ts';
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
    expect(list.search('', 10).map(({ title }) => title)).toEqual(['Ada Example', 'Grace Example']);
  });

  it('shows the latest message, whatever the order of arrival', () => {
    const list = listOf(
      message(ada, '2026-01-01T12:00:00.000Z'),
      message(ada, '2026-01-01T10:00:00.000Z'),
    );
    expect(list.search('', 10)[0]?.lastAt).toBe('2026-01-01T12:00:00.000Z');
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
    expect(list.search(text, 10).map(({ title }) => title)).toEqual(['Ada Example']);
  });

  it('keeps a name that a later message does not have', () => {
    const list = listOf(
      message(ada, '2026-01-01T10:00:00.000Z'),
      message({ phone: '447700900123' }, '2026-01-01T11:00:00.000Z'),
    );
    expect(list.search('', 10)[0]?.title).toBe('Ada Example');
  });

  it('forgets the conversation that was silent for the longest time', () => {
    const list = createConversationList(1);
    list.add(message(ada, '2026-01-01T10:00:00.000Z'));
    list.add(message(grace, '2026-01-01T11:00:00.000Z'));
    expect(list.search('', 10).map(({ title }) => title)).toEqual(['Grace Example']);
  });

  it('knows the calls and payments of a conversation once each', () => {
    const list = listOf(...events, ...events);
    const keys = list.search('', 1000).map(({ key }) => key);
    const { calls, payments } = list.othersOf(keys);
    expect(calls.length).toBeGreaterThan(0);
    expect(payments.length).toBeGreaterThan(0);
    const ids = calls.map(({ provider, id }) => `${provider} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
