import { isMessageEvent } from '../contract/event-kinds.ts';
import type { TributaryEvent } from '../contract/index.ts';
import type { RecordKey } from './keys.ts';
import { messagePartition } from './partition-key.ts';
import { toSortKey } from './sort-key.ts';

/** An item that leads to something else: from a text of the owner to a message, from a day to a conversation. */
export interface PointerItem {
  readonly key: RecordKey;
  /** Where it leads to. */
  readonly alias: string;
}

/**
 * The item that leads from a message's second id to the message.
 *
 * @returns `undefined` for a message with one id, and for everything else
 */
export function aliasItemOf(event: TributaryEvent): PointerItem | undefined {
  if (!isMessageEvent(event)) return undefined;
  const { provider } = event.detail.metadata;
  const { id, providerMessageId } = event.detail.data.message;
  if (providerMessageId === undefined) return undefined;
  return {
    key: {
      pk: messagePartition(provider, providerMessageId),
      sk: toSortKey({ kind: 'alias' }),
    },
    alias: messagePartition(provider, id),
  };
}

/**
 * The key of the copy of a reaction beside the message that it is to.
 *
 * @returns `undefined` for everything but a reaction
 */
export function reactionKeyOf(event: TributaryEvent): RecordKey | undefined {
  if (!isMessageEvent(event)) return undefined;
  const { id, content } = event.detail.data.message;
  if (content.kind !== 'reaction') return undefined;
  return {
    pk: messagePartition(event.detail.metadata.provider, content.messageId),
    sk: toSortKey({ kind: 'reaction', messageId: id }),
  };
}
