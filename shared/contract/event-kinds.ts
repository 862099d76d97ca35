import type { TributaryEvent } from './index.ts';

// What code needs to know of events without their schemas, which would cost every function its load.

/** Beginning of the `source` of every event: rules match it. No other sender on the bus has it. */
export const sourcePrefix = 'tributary.';

/** `source` of the events of a provider: `tributary.<provider>`. */
export type Source = `${typeof sourcePrefix}${string}`;

/** `source` of the events of a provider. */
export function toSource(provider: string): Source {
  return `${sourcePrefix}${provider}`;
}

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

/** Whether an event is a callback that no adapter has read. */
export function isReceivedCallback(
  event: TributaryEvent | undefined,
): event is TributaryEvent<'callback.received'> {
  return event?.['detail-type'] === 'callback.received';
}
