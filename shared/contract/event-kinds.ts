import type { TributaryEvent } from './index.ts';
import type { EventType } from './versions.ts';

// What code needs to know of events without their schemas, which would cost every function its load.

/** Beginning of the `source` of every event: rules match it. No other sender on the bus has it. */
export const sourcePrefix = 'tributary.';

/** `source` of the events of a provider: `tributary.<provider>`. */
export type Source = `${typeof sourcePrefix}${string}`;

/** `source` of the events of a provider. */
export function toSource(provider: string): Source {
  return `${sourcePrefix}${provider}`;
}

/**
 * The events that are identified by an id: that of a message, or of the gateway. Every other event is
 * identified by its thing, its time and the provider's item (`docs/adr/0002-identity-is-the-key.md`).
 */
export const typesWithId = [
  'message.received',
  'message.sent',
  'message.status.updated',
  'media.stored',
  'media.failed',
  'callback.quarantined',
  'callback.received',
] as const satisfies readonly EventType[];

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
