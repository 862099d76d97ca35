import { toUnknownChannel } from '../../shared/contract/channels.ts';
import { conversationScope } from '../../shared/contract/conversation-key.ts';
import { isMessageEvent } from '../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { MemoryItem } from '../../shared/reader/memory-queries.ts';
import { conversationDayItemOf } from '../../shared/table/conversation-days.ts';
import { conversationIndexKey } from '../../shared/table/index-keys.ts';
import {
  aliasItemOf,
  callbackDataItemOf,
  type PointerItem,
  reactionKeyOf,
} from '../../shared/table/items-beside.ts';
import { type RecordKey, toKeyText } from '../../shared/table/keys.ts';
import {
  type Link,
  linkKeys,
  linkPartition,
  linksOf,
  unlinkKeys,
} from '../../shared/table/links.ts';
import { toSortKey } from '../../shared/table/sort-key.ts';
import { toRecordKey } from './event-key.ts';

/**
 * The items that a gateway's table has when it has published these events: their records, and what the
 * publisher stores beside them. The first event of a key counts, as in the table.
 *
 * @param events in the order in which they were published
 */
export function toMemoryItems(events: readonly TributaryEvent[]): readonly MemoryItem[] {
  const items = new Map<string, MemoryItem>();
  const put = (item: MemoryItem) => {
    const key = toKeyText(item.key);
    if (!items.has(key)) items.set(key, item);
  };
  const putKey = (key: RecordKey) => put({ key, event: undefined, alias: undefined });
  const putPointer = (pointer: PointerItem | undefined) => {
    if (pointer !== undefined) put({ ...pointer, event: undefined });
  };
  for (const [index, event] of events.entries()) {
    put({
      key: event.detail.metadata.replayed ? toReplayKey(event, index) : toKey(event),
      event,
      alias: undefined,
      conversation: toConversationIndex(event),
    });
    putPointer(aliasItemOf(event));
    putPointer(callbackDataItemOf(event));
    putPointer(conversationDayItemOf(event));
    const reaction = reactionKeyOf(event);
    if (reaction !== undefined) put({ key: reaction, event, alias: undefined });
    for (const link of linksOf(event)) putLink(link);
    const decided = toDecision(event);
    if (decided?.state === 'linked') {
      for (const key of unlinkKeys(decided.link)) items.delete(toKeyText(key));
      putLink(decided.link);
    }
    if (decided?.state === 'unlinked') unlinkKeys(decided.link).map(putKey);
  }
  return [...items.values()];

  function putLink(link: Link): void {
    const { atStronger, atWeaker } = linkKeys(link);
    putKey(atStronger);
    putKey(atWeaker);
  }
}

/** The events that follow from links are in partitions of links, and all others where the gateway puts them. */
function toKey(event: TributaryEvent): RecordKey {
  const { id, occurredAt } = event.detail.metadata;
  const decision = toDecision(event);
  if (decision !== undefined) {
    const { scope, stronger, weaker } = decision.link;
    const sk = toSortKey({ kind: 'decided', name: weaker, at: occurredAt });
    return { pk: linkPartition(scope, stronger), sk };
  }
  return toRecordKey(event, id);
}

/** A later replay of an event counts more: their runs are named by their order. */
function toReplayKey(event: TributaryEvent, index: number): RecordKey {
  const { pk, sk } = toKey(event);
  return { pk, sk: toSortKey({ kind: 'replay', run: String(index).padStart(12, '0'), of: sk }) };
}

function toConversationIndex(event: TributaryEvent): MemoryItem['conversation'] {
  // A conversation shows a message once, and not again when it is replayed.
  if (!isMessageEvent(event) || event.detail.metadata.replayed) return undefined;
  const { metadata, data } = event.detail;
  const { key } = data.message.conversation;
  return conversationIndexKey({ conversationKey: key, occurredAt: metadata.occurredAt });
}

/** What an event says about a link: that it is known, or what an operator has decided. */
function toDecision(
  event: TributaryEvent,
): { readonly link: Link; readonly state: 'linked' | 'unlinked' } | undefined {
  if (event['detail-type'] !== 'user.updated') return undefined;
  const { metadata, data } = event.detail;
  const [stronger, weaker] = data.link?.names ?? [];
  if (!data.link || !stronger || !weaker) return undefined;
  const { channel = toUnknownChannel(metadata.provider, undefined) } = metadata;
  const scope = conversationScope({ channel, business: data.business ?? {} });
  return { link: { scope, stronger, weaker }, state: data.link.state };
}
