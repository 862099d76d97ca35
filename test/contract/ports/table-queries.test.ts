import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbQueries } from '../../../shared/reader/dynamodb-queries.ts';
import { createMemoryQueries, type MemoryItem } from '../../../shared/reader/memory-queries.ts';
import type { TableQueries } from '../../../shared/reader/table-queries.ts';
import { conversationIndexKey } from '../../../shared/table/index-keys.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { startEventsTable } from '../../support/events-table.ts';

/** A message at a minute, in one of two conversations. */
function messageAt(minute: number, conversation: 'a' | 'b'): MemoryItem {
  const occurredAt = `2026-01-02T03:0${minute}:00.000Z`;
  // Keys of the table are in the other order than the conversations.
  const id = `wamid.${conversation === 'a' ? 2 : 1}.${conversation}${minute}`;
  const draft = { ...textMessage({ id }), occurredAt };
  const { key, event } = toEventRecord(draft, receipt);
  const index = conversationIndexKey({ conversationKey: conversation, occurredAt });
  return { key, event, alias: undefined, conversation: index };
}

const plain = (sk: string, alias?: string): MemoryItem => ({
  key: { pk: 'partition', sk },
  event: undefined,
  alias,
});

/** The last two are in another order in UTF-16 than in UTF-8. */
const sortKeys = ['a', 'b#1', 'b#2', 'é', '\uff5e', '😀'];

const items: readonly MemoryItem[] = [
  ...sortKeys.toReversed().map((sk) => plain(sk)),
  plain('alias', 'message#incs#wamid.2.a1'),
  ...[1, 2, 3, 4].map((minute) => messageAt(minute, 'a')),
  // Of the same minutes as two of the other conversation.
  ...[2, 3, 5].map((minute) => messageAt(minute, 'b')),
];

let table: Awaited<ReturnType<typeof startEventsTable>>;
const implementations: Record<string, () => TableQueries> = {
  'on DynamoDB': () => createDynamoDbQueries(table.client, table.tableName),
  'in memory': () => createMemoryQueries(items),
};

beforeAll(async () => {
  table = await startEventsTable();
  for (const { key, event, alias, conversation } of items) {
    await table.client.send(
      new PutItemCommand({
        TableName: table.tableName,
        Item: {
          pk: { S: key.pk },
          sk: { S: key.sk },
          ...(event && { detail: { S: JSON.stringify(event.detail) } }),
          ...(alias && { alias: { S: alias } }),
          ...(conversation && {
            conversation: { S: conversation.partition },
            conversationSort: { S: conversation.sort },
          }),
        },
      }),
    );
  }
});

afterAll(() => table?.stop());

const keysOf = ({ items: found }: { items: readonly { key: { sk: string } }[] }) =>
  found.map(({ key }) => key.sk);
const partitionsOf = ({ items: found }: { items: readonly { key: { pk: string } }[] }) =>
  found.map(({ key }) => key.pk.split('.').at(-1));

describe.each(Object.keys(implementations))('the queries of the table %s', (name) => {
  const queries = () => implementations[name]?.() ?? createMemoryQueries([]);
  const ordered = ['a', 'alias', ...sortKeys.slice(1)];

  it('read a whole partition in the order of its sort keys, with what each item has', async () => {
    const found = await queries().queryPartition('partition');
    expect(keysOf({ items: found })).toEqual(ordered);
    expect(found[1]).toEqual({
      key: { pk: 'partition', sk: 'alias' },
      event: undefined,
      alias: 'message#incs#wamid.2.a1',
    });
    expect(await queries().queryPartition('elsewhere')).toEqual([]);
    const [message] = await queries().queryPartition('message#incs#wamid.2.a1');
    expect(message?.event).toEqual(items.find(({ key }) => key.pk.endsWith('.a1'))?.event);
  });

  it('read the sort keys of a partition', async () => {
    expect(await queries().querySortKeys('partition')).toEqual(ordered);
    expect(await queries().querySortKeys('elsewhere')).toEqual([]);
  });

  it('read a partition in pages, each after a sort key that need not be there', async () => {
    const pk = 'partition';
    const first = await queries().queryPage({ pk, limit: 3 });
    expect([keysOf(first), first.hasMore]).toEqual([ordered.slice(0, 3), true]);
    const rest = await queries().queryPage({ pk, limit: 9, after: ordered[2] });
    expect([keysOf(rest), rest.hasMore]).toEqual([ordered.slice(3), false]);
    const between = await queries().queryPage({ pk, limit: 1, after: 'b#11' });
    expect(keysOf(between)).toEqual(['b#2']);
  });

  it('read a conversation from either end, and go on from an edge', async () => {
    const conversation = 'a';
    const newest = await queries().queryTimeline({ conversation, isForward: false, limit: 2 });
    expect([partitionsOf(newest), newest.hasMore]).toEqual([['a4', 'a3'], true]);
    const edge = newest.items.at(-1)?.edge;
    const older = await queries().queryTimeline({
      conversation,
      isForward: false,
      limit: 9,
      edge,
    });
    expect([partitionsOf(older), older.hasMore]).toEqual([['a2', 'a1'], false]);
    const newer = await queries().queryTimeline({ conversation, isForward: true, limit: 9, edge });
    expect(partitionsOf(newer)).toEqual(['a4']);
  });

  it.each([
    ['b', 'a', true, ['b3', 'b5']],
    ['b', 'a', false, ['b2']],
    ['a', 'b', true, ['a4']],
    ['a', 'b', false, ['a3', 'a2', 'a1']],
  ] as const)(
    'go on in %s from an edge in %s, forward: %s',
    async (conversation, other, isForward, expected) => {
      const timeline = await queries().queryTimeline({
        conversation: other,
        isForward: true,
        limit: 9,
      });
      const edge = timeline.items.find(({ key }) => key.pk.endsWith('3'))?.edge;
      const found = await queries().queryTimeline({ conversation, isForward, limit: 9, edge });
      expect(partitionsOf(found)).toEqual(expected);
    },
  );
});
