import { isMessageEvent } from '../contract/event-kinds.ts';
import type { TributaryEvent } from '../contract/index.ts';
import { toShard } from './key-parts.ts';
import type { RecordKey } from './keys.ts';
import { callbackDataPartition, messagePartition, partitionKey } from './partition-key.ts';
import { type CarrierKind, toSortKey } from './sort-key.ts';

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

/** A campaign may have one text for all of its messages: they are spread over several partitions. */
const shards = 4;

/** Every partition of that to which the owner attached this text (`callbackData` of the events). */
export function callbackDataPartitions(provider: string, callbackData: string): readonly string[] {
  return Array.from({ length: shards }, (_, shard) =>
    callbackDataPartition(provider, callbackData, shard),
  );
}

/**
 * The item that must be beside an event with `callbackData`: it leads to the message or call that carries the
 * text. All events of a message that have the same text give the same item.
 *
 * @returns `undefined` for an event without `callbackData`
 */
export function callbackDataItemOf(event: TributaryEvent): PointerItem | undefined {
  const { provider } = event.detail.metadata;
  const carrier = toCarrier(event);
  if (carrier?.callbackData === undefined) return undefined;
  const { of, id, callbackData } = carrier;
  return {
    key: {
      pk: callbackDataPartition(provider, callbackData, toShard(id, shards)),
      sk: toSortKey({ kind: 'carrier', of, id }),
    },
    alias: of === 'message' ? messagePartition(provider, id) : partitionKey('call', provider, id),
  };
}

function toCarrier(event: TributaryEvent):
  | {
      readonly of: CarrierKind;
      readonly id: string;
      readonly callbackData: string | undefined;
    }
  | undefined {
  if (isMessageEvent(event)) {
    const { id, callbackData } = event.detail.data.message;
    return { of: 'message', id, callbackData };
  }
  switch (event['detail-type']) {
    case 'message.status.updated':
    case 'standby.message.status.updated': {
      const { messageId, callbackData } = event.detail.data;
      return { of: 'message', id: messageId, callbackData };
    }
    case 'call.updated': {
      const { call, callbackData } = event.detail.data;
      return { of: 'call', id: call.id, callbackData };
    }
    default:
      return undefined;
  }
}
