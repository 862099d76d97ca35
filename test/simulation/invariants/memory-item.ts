import type { MemoryItem } from '../../../shared/reader/memory-queries.ts';
import { parseEvent } from '../../../shared/table/event-item.ts';
import type { Item } from '../aws/dynamodb.ts';

/** An item of the simulated table, for the queries of readers. */
export function toMemoryItem(item: Item): MemoryItem {
  const { pk, sk, detail, alias, conversation, conversationSort } = item;
  return {
    key: { pk: pk?.S ?? '', sk: sk?.S ?? '' },
    event: parseEvent(detail?.S ?? ''),
    alias: alias?.S,
    conversation: conversation?.S
      ? { partition: conversation.S, sort: conversationSort?.S ?? '' }
      : undefined,
  };
}
