import type { TributaryEvent } from './index.ts';

/** A message, in either direction. */
export type MessageEvent = TributaryEvent<'message.received' | 'message.sent'>;

/** Whether an event is a message. Needs no schema, so that every function can afford it. */
export function isMessageEvent(event: TributaryEvent | undefined): event is MessageEvent {
  return event?.['detail-type'] === 'message.received' || event?.['detail-type'] === 'message.sent';
}
