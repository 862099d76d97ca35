import type { IndexKey } from '../table/index-keys.ts';
import type { IndexedItem, ReadableItem, TableQueries } from './table-queries.ts';

/** An item of a table in memory. */
export interface MemoryItem extends ReadableItem {
  /** Index `conversation`: only messages are in it. */
  readonly conversation?: IndexKey | undefined;
}

/**
 * The queries of readers, of items in memory that nothing writes to any more. Held by
 * `test/contract/ports/table-queries.test.ts`.
 */
export function createMemoryQueries(items: readonly MemoryItem[]): TableQueries {
  const byPartition = Map.groupBy(items, ({ key }) => key.pk);
  const byConversation = Map.groupBy(items.flatMap(toIndexed), ({ edge }) => edge.conversation);
  const partition = (pk: string): readonly ReadableItem[] =>
    (byPartition.get(pk) ?? []).toSorted((one, other) => compare(one.key.sk, other.key.sk));
  return {
    queryPartition: async (pk) => partition(pk),
    querySortKeys: async (pk) => partition(pk).map(({ key }) => key.sk),
    async queryPage({ pk, limit, after = '' }) {
      const rest = partition(pk).filter(({ key }) => compare(key.sk, after) > 0);
      return { items: rest.slice(0, limit), hasMore: rest.length > limit };
    },
    async queryTimeline({ conversation, isForward, limit, edge }) {
      const all = (byConversation.get(conversation) ?? []).toSorted(compareEdges);
      if (!isForward) all.reverse();
      const isBehind = (item: IndexedItem) =>
        edge === undefined || compareEdges(item, { edge }) * (isForward ? 1 : -1) > 0;
      const rest = all.filter(isBehind);
      return { items: rest.slice(0, limit), hasMore: rest.length > limit };
    },
  };
}

function toIndexed({ conversation, ...item }: MemoryItem): readonly IndexedItem[] {
  if (conversation === undefined) return [];
  const { partition, sort } = conversation;
  return [{ ...item, edge: { ...item.key, conversation: partition, conversationSort: sort } }];
}

/** DynamoDB sorts by the key of the index. Of the items of one instant it chooses the order; here it is that of the keys. */
function compareEdges(
  { edge: a }: Pick<IndexedItem, 'edge'>,
  { edge: b }: Pick<IndexedItem, 'edge'>,
): number {
  return (
    compare(a.conversationSort, b.conversationSort) ||
    compare(a.conversation, b.conversation) ||
    compare(a.pk, b.pk) ||
    compare(a.sk, b.sk)
  );
}

/** By the bytes of UTF-8, as DynamoDB does. */
function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
