import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryReader, sample } from '../../../sdk/testing/index.ts';
import { conversationKey } from '../../../shared/reader/conversation-name.ts';
import { createDynamoDbQueries } from '../../../shared/reader/dynamodb-queries.ts';

// What each call of a reader returns, of events in memory. test/integration/querying.test.ts has a table.
const user = '447700900123';
const business = '15550100001';
const key = `whatsapp#${business}#${user}`;

const instant = (minute: number, day = 2) =>
  new Date(Date.UTC(2026, 0, day, 0, minute)).toISOString();

/** A message of the user at this minute, with more of its fields. */
function text(id: string, minute: number, message: object = {}, type = 'message.received') {
  return sample(type as 'message.received', {
    metadata: { occurredAt: instant(minute) },
    data: {
      message: { id, content: { kind: 'text', text: id }, user: { id: undefined }, ...message },
    },
  });
}

const idsOf = (page: {
  readonly messages: readonly {
    readonly message: { readonly data: { readonly message: { readonly id: string } } };
  }[];
}) => page.messages.map(({ message }) => message.data.message.id);

describe('the pages of a conversation', () => {
  const reader = createMemoryReader([1, 2, 3, 4, 5].map((minute) => text(`${minute}`, minute)));

  it('lead from the newest to the oldest, and back', async () => {
    const newest = await reader.conversation(key, { limit: 2 });
    const middle = await reader.conversation(key, { limit: 2, older: newest.older });
    const oldest = await reader.conversation(key, { limit: 2, older: middle.older });
    expect([newest, middle, oldest].map(idsOf)).toEqual([['4', '5'], ['2', '3'], ['1']]);
    expect(oldest.older).toBeUndefined();
    const forward = await reader.conversation(key, { limit: 2, newer: oldest.newer });
    expect(idsOf(forward)).toEqual(['2', '3']);
    expect(idsOf(await reader.conversation(key, { limit: 2, older: forward.older }))).toEqual([
      '1',
    ]);
    const last = await reader.conversation(key, { limit: 2, newer: forward.newer });
    expect(idsOf(last)).toEqual(['4', '5']);
    expect(idsOf(await reader.conversation(key, { limit: 2, older: last.older }))).toEqual([
      '2',
      '3',
    ]);
    const none = await reader.conversation(key, { newer: last.newer });
    expect([idsOf(none), none.newer]).toEqual([[], last.newer]);
  });

  it('have only the traffic that is asked for beside the app’s own', async () => {
    const mixed = createMemoryReader([
      text('own', 1),
      text('standby', 2, {}, 'standby.message.received'),
      text('history', 3, {}, 'history.message.received'),
    ]);
    const idsWith = async (...include: readonly ('standby' | 'history')[]) =>
      idsOf(await mixed.conversation(key, { include }));
    expect(await idsWith()).toEqual(['own']);
    expect(await idsWith('standby')).toEqual(['own', 'standby']);
    expect(await idsWith('history')).toEqual(['own', 'history']);
    expect(await idsWith('standby', 'history')).toEqual(['own', 'standby', 'history']);
  });

  it.each([key, 'whatsapp#+1 555-010-0001#+44 7700 900123'])(
    'are found by the key %s',
    async (name) => {
      expect(idsOf(await reader.conversation(name))).toHaveLength(5);
    },
  );
});

it('the key of a conversation has both sides in the form of the table, and no other', () => {
  const sides = { channel: 'whatsapp', business: '+1 555-010-0001' } as const;
  expect(conversationKey({ ...sides, user: '+44 7700 900123' })).toBe(key);
  for (const wrong of ['gb.101', 'gb.ent.101']) {
    expect(() => conversationKey({ ...sides, user: wrong })).toThrow(
      `write ${wrong.toUpperCase()}`,
    );
  }
});

it('the messages of a user are there once, in whatever spelling a business is named twice', async () => {
  const reader = createMemoryReader([text('1', 1), text('2', 2)]);
  const page = await reader.userMessages({ user, businesses: [business, '+1 555-010-0001'] });
  expect(idsOf(page)).toEqual(['1', '2']);
});

it('the conversations of one day have no page of another one', async () => {
  const other = { user: { phone: '447700900456', id: undefined } };
  const reader = createMemoryReader([text('1', 1), text('2', 2, other)]);
  const request = { channel: 'whatsapp', business, day: '2026-01-02' } as const;
  const page = await reader.conversations(request);
  expect(page.conversations.map(({ last }) => last.data.message.id).toSorted()).toEqual(['1', '2']);
  expect(page.next).toBeUndefined();
  const first = await reader.conversations({ ...request, limit: 1 });
  const second = await reader.conversations({ ...request, limit: 1, next: first.next });
  expect([...first.conversations, ...second.conversations]).toHaveLength(2);
  expect(second.next).toBeUndefined();
});

describe('what carries a text of the owner', () => {
  const callbackData = 'order-1';
  const call = (id: string) => sample('call.updated', { data: { call: { id }, callbackData } });
  const events = [
    ...['a', 'b', 'c'].map((id, minute) => text(id, minute, { callbackData })),
    call('wacid.1'),
    call('wacid.2'),
  ];

  it('are all messages and calls, page after page', async () => {
    const reader = createMemoryReader(events);
    const all = await reader.byCallbackData({ provider: 'incs', callbackData });
    expect(all.messages.map(({ messageId }) => messageId).toSorted()).toEqual(['a', 'b', 'c']);
    expect(all.calls.map(({ call: { id } }) => id).toSorted()).toEqual(['wacid.1', 'wacid.2']);
    const found: (string | undefined)[] = [];
    let next: string | undefined;
    for (let pages = 0; pages === 0 || (next !== undefined && pages < 10); pages += 1) {
      const page = await reader.byCallbackData({ provider: 'incs', callbackData, limit: 2, next });
      found.push(
        ...page.messages.map((each) => each.messageId),
        ...page.calls.map((each) => each.call.id),
      );
      next = page.next;
    }
    expect(found.toSorted()).toEqual(['a', 'b', 'c', 'wacid.1', 'wacid.2']);
  });

  it('is one message, by whichever of its ids the text came', async () => {
    const status = sample('message.status.updated', {
      data: { messageId: 'incs-1', callbackData },
    });
    const message = text('a', 1, { callbackData, providerMessageId: 'incs-1' });
    const page = await createMemoryReader([message, status]).byCallbackData({
      provider: 'incs',
      callbackData,
    });
    expect(page.messages.map(({ messageId }) => messageId)).toEqual(['a']);
  });
});

it('the owner of a conversation is the last that was reported', async () => {
  const passed = (minute: number, current: string) =>
    sample('conversation.updated', {
      metadata: { occurredAt: instant(minute) },
      data: { user: { id: undefined }, current },
    });
  for (const events of [
    [passed(1, 'one'), passed(2, 'two')],
    [passed(2, 'two'), passed(1, 'one')],
  ]) {
    expect((await createMemoryReader(events).owner('incs', key))?.data).toMatchObject({
      current: 'two',
    });
  }
});

it('a user is known by each of the names, and a number of the business in any spelling', async () => {
  const changed = (party: object, category: string) =>
    sample('user.updated', { data: { user: party, category } });
  const reader = createMemoryReader([
    changed({ id: undefined }, 'by-phone'),
    changed({ phone: undefined, id: 'GB.101' }, 'by-id'),
    sample('phone.updated'),
  ]);
  const state = await reader.user('incs', '+44 7700 900123', 'GB.101');
  expect(Object.keys(state?.preferences ?? {}).toSorted()).toEqual(['by-id', 'by-phone']);
  expect((await reader.phone('incs', '+1 555-010-0001'))?.history).toHaveLength(1);
});

it('a message that was deleted says so, also where only the message itself does', async () => {
  const reader = createMemoryReader([text('1', 1, { status: 'deleted' })]);
  expect(await reader.message('incs', '1')).toMatchObject({ deleted: true, status: 'deleted' });
});

it('reactions are in the order in which they were made, each person’s last', async () => {
  const reaction = (id: string, minute: number, emoji: string, direction: 'inbound' | 'outbound') =>
    text(
      id,
      minute,
      { direction, content: { kind: 'reaction', messageId: '1', emoji } },
      direction === 'inbound' ? 'message.received' : 'message.sent',
    );
  const reader = createMemoryReader([
    text('1', 1),
    reaction('2', 2, '👍', 'inbound'),
    reaction('3', 3, '🎉', 'outbound'),
    reaction('4', 4, '❤️', 'inbound'),
  ]);
  const { reactions = [] } = (await reader.message('incs', '1')) ?? {};
  expect(reactions.map(({ emoji }) => emoji)).toEqual(['🎉', '❤️']);
});

it('links of a name are read as they are now, and not as a replica has them', async () => {
  const documents = mockClient(DynamoDBDocumentClient);
  onTestFinished(() => documents.restore());
  documents
    .on(QueryCommand)
    .resolves({ Items: [] })
    .on(QueryCommand, { ConsistentRead: true })
    .resolves({ Items: [{ sk: 'link#GB.101' }] });
  const queries = createDynamoDbQueries(new DynamoDBClient({ region: 'eu-west-1' }), 'events');
  expect(await queries.querySortKeys('links')).toEqual(['link#GB.101']);
});
