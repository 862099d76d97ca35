import { isMessageEvent } from '../contract/event-kinds.ts';
import type { TributaryEvent } from '../contract/index.ts';
import type { PointerItem } from './items-beside.ts';
import { messagePartition, partitionKey } from './partition-key.ts';
import { type CarrierKind, toSortKey } from './sort-key.ts';

/** Partition of everything to which the owner attached this text (`callbackData` of the events). */
export function callbackDataPartition(provider: string, callbackData: string): string {
  return partitionKey('callbackData', provider, callbackData);
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
      pk: callbackDataPartition(provider, callbackData),
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
