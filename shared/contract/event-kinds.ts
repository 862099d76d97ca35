import type { TributaryEvent } from './index.ts';

/** Kinds of events that code treats alike. Needs no schema, so that every function can afford it. */

/** A message, in either direction. */
export type MessageEvent = TributaryEvent<'message.received' | 'message.sent'>;

/** Whether an event is a message. */
export function isMessageEvent(event: TributaryEvent | undefined): event is MessageEvent {
  return event?.['detail-type'] === 'message.received' || event?.['detail-type'] === 'message.sent';
}

/** Whether an event is a message of a kind that the contract does not have yet. */
export function isOfUnknownKind(event: TributaryEvent | undefined): boolean {
  return isMessageEvent(event) && event.detail.data.message.content.kind === 'unknown';
}

/** Whether an event says that an item was quarantined. */
export function isQuarantineEvent(
  event: TributaryEvent,
): event is TributaryEvent<'callback.quarantined'> {
  return event['detail-type'] === 'callback.quarantined';
}
