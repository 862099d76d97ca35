import { parseConversationKey } from '../contract/conversation-key.ts';
import { isMessageEvent, trafficOf } from '../contract/event-kinds.ts';
import type { TributaryEvent } from '../contract/index.ts';
import type { PointerItem } from './items-beside.ts';
import { shorten, toShard } from './key-parts.ts';
import { toSortKey } from './sort-key.ts';

/** A business may write to all of its users within minutes: a day is spread over several partitions. */
const shards = 4;

/**
 * Every partition of the conversations of a business on one UTC day. They begin as the keys of the
 * conversations do, so that who may read these may read their list.
 *
 * @param scope `<channel>#<business>`, see `conversationScope`
 * @param day `2026-11-21`
 */
export function conversationDayPartitions(scope: string, day: string): readonly string[] {
  return Array.from({ length: shards }, (_, shard) => toPartition(scope, day, shard));
}

/**
 * The item that lists the conversation of a message on the day on which it was written: it leads to the key of
 * the conversation. All messages of a conversation and a day give the same item.
 *
 * @returns `undefined` for everything but a message, and for the history from before the business joined
 */
export function conversationDayItemOf(event: TributaryEvent): PointerItem | undefined {
  if (!isMessageEvent(event) || trafficOf(event['detail-type']) === 'history') return undefined;
  const { metadata, data } = event.detail;
  const { key } = data.message.conversation;
  const scope = parseConversationKey(key)?.scope;
  if (scope === undefined) return undefined;
  return {
    key: {
      pk: toPartition(scope, dayOf(metadata.occurredAt), toShard(key, shards)),
      sk: toSortKey({ kind: 'active', name: key.slice(scope.length + 1) }),
    },
    alias: key,
  };
}

/** The UTC day of an instant of the contract. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

function toPartition(scope: string, day: string, shard: number): string {
  return shorten(`${scope}#day#${day}#${shard}`);
}
