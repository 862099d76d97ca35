import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it, onTestFinished } from 'vitest';
import { createConversationList } from '../../../tools/console/server/conversation-list.ts';
import { findConversations } from '../../../tools/console/server/find-conversations.ts';
import type { Stores } from '../../../tools/operator/gateway/open-stores.ts';
import { goldenEvent } from '../../support/golden-events.ts';

const message = goldenEvent('message.received', ({ detail }) => {
  const { user, conversation } = detail.data.message;
  return user.phone !== undefined && conversation.groupId === undefined;
});
const { phone = '' } = message.detail.data.message.user;
const day = message.detail.metadata.occurredAt.slice(0, 10);

/** A gateway whose table must not be asked. */
const unasked = {
  gateway: {
    clients: { dynamodb: { send: () => expect.unreachable() } },
    resources: { eventsTable: 'events' },
  },
  table: { readPartition: () => expect.unreachable() },
} as unknown as Stores;

const seen = createConversationList();
seen.add(message);

it('a number on a day finds only a conversation that had a message on that day', async () => {
  const find = (onDay: string) =>
    findConversations(
      unasked,
      seen,
      { text: phone, day: onDay, scope: '', next: '' },
      false,
      () => new Date(),
    );
  expect((await find(day)).conversations).toMatchObject([
    { key: message.detail.data.message.conversation.key },
  ]);
  expect(await find('2020-02-29')).toMatchObject({
    conversations: [],
    note: expect.stringContaining('all days'),
  });
});

it('a search asks for a number at ten businesses at most, and says that there are more', async () => {
  const many = createConversationList();
  for (let business = 1; business <= 12; business += 1) {
    const other = structuredClone(message);
    const { conversation } = other.detail.data.message;
    Object.assign(conversation, { key: `whatsapp#1555010${1_000 + business}#447700900123` });
    many.add(other);
  }
  const queries = mockClient(DynamoDBDocumentClient).on(QueryCommand).resolves({ Items: [] });
  onTestFinished(() => queries.restore());
  const empty = {
    gateway: {
      clients: { dynamodb: new DynamoDBClient({ region: 'us-east-1' }) },
      resources: { eventsTable: 'events' },
    },
    table: { readPartition: async () => [] },
  } as unknown as Stores;
  const query = { text: '447700900999', day: '', scope: '', next: '' };
  const found = await findConversations(empty, many, query, false, () => new Date());
  expect(found).toMatchObject({
    conversations: [],
    note: expect.stringMatching(/^The search has looked at 10 of 12 businesses\./),
  });
  // docs/console.md says this number.
  expect(queries.calls()).toHaveLength(10 * 18);
});
