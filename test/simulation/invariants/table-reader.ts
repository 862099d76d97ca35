import type {
  IndexedItem,
  ReadableItem,
  TableQueries,
} from '../../../shared/reader/table-queries.ts';
import { parseEvent } from '../../../shared/table/event-item.ts';
import type { Item } from '../aws/dynamodb.ts';

/** The queries of readers, of items that nothing writes to any more. */
export function createTableReader(items: readonly Item[]): TableQueries {
  const byPartition = Map.groupBy(items, ({ pk }) => pk?.S ?? '');
  const byConversation = Map.groupBy(items, ({ conversation }) => conversation?.S ?? '');
  const partition = (pk: string) =>
    (byPartition.get(pk) ?? []).map(toReadable).sort((a, b) => compare(a.key.sk, b.key.sk));
  return {
    queryPartition: async (pk) => partition(pk),
    querySortKeys: async (pk) => partition(pk).map(({ key }) => key.sk),
    async queryPage({ pk, limit, after = '' }) {
      const rest = partition(pk).filter(({ key }) => key.sk > after);
      return { items: rest.slice(0, limit), hasMore: rest.length > limit };
    },
    async queryTimeline({ conversation, isForward, limit, edge }) {
      const all = (byConversation.get(conversation) ?? []).map(toIndexed).sort(compareEdges);
      if (!isForward) all.reverse();
      const isBehind = (item: IndexedItem) =>
        edge === undefined || compareEdges(item, { edge }) * (isForward ? 1 : -1) > 0;
      const rest = all.filter(isBehind);
      return { items: rest.slice(0, limit), hasMore: rest.length > limit };
    },
  };
}

function toReadable({ pk, sk, detail, alias }: Item): ReadableItem {
  return {
    key: { pk: pk?.S ?? '', sk: sk?.S ?? '' },
    event: parseEvent(detail?.S ?? ''),
    alias: alias?.S,
  };
}

function toIndexed(item: Item): IndexedItem {
  const readable = toReadable(item);
  const conversation = item.conversation?.S ?? '';
  const conversationSort = item.conversationSort?.S ?? '';
  return { ...readable, edge: { ...readable.key, conversation, conversationSort } };
}

/** DynamoDB sorts by the key of the index, then by that of the table. */
function compareEdges(
  { edge: a }: Pick<IndexedItem, 'edge'>,
  { edge: b }: Pick<IndexedItem, 'edge'>,
) {
  return (
    compare(a.conversationSort, b.conversationSort) ||
    compare(a.conversation, b.conversation) ||
    compare(a.pk, b.pk) ||
    compare(a.sk, b.sk)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
