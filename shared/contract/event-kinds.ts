import type { Content, TributaryEvent } from './index.ts';
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
  'standby.message.received',
  'standby.message.sent',
  'standby.message.status.updated',
  'history.message.received',
  'history.message.sent',
  'media.stored',
  'media.failed',
  'callback.quarantined',
  'callback.received',
] as const satisfies readonly EventType[];

/**
 * Messages to which the app must not reply. `standby`: another app is in control of the conversation.
 * `history`: they are from before the business joined the Cloud API. They have detail-types of their
 * own, so that no rule for `message.received` matches them (`docs/adr/0036-traffic-of-other-apps.md`).
 */
export const traffics = ['standby', 'history'] as const;

export type Traffic = (typeof traffics)[number];

/** Whose traffic each type of message is: `own` is the app's. */
const messageTypes = {
  'message.received': 'own',
  'message.sent': 'own',
  'standby.message.received': 'standby',
  'standby.message.sent': 'standby',
  'history.message.received': 'history',
  'history.message.sent': 'history',
} as const satisfies Partial<Record<EventType, 'own' | Traffic>>;

/** The detail-types of messages, in either direction. */
export type MessageType = keyof typeof messageTypes;

/** The detail-types of statuses of messages. */
export type StatusType = 'message.status.updated' | 'standby.message.status.updated';

/** A message, in either direction. */
export type MessageEvent = TributaryEvent<MessageType>;

/** Whether a detail-type is that of a message. */
export function isMessageType(type: EventType): type is MessageType {
  return Object.hasOwn(messageTypes, type);
}

/** Whether an event is a message. */
export function isMessageEvent(event: TributaryEvent | undefined): event is MessageEvent {
  return event !== undefined && isMessageType(event['detail-type']);
}

/**
 * Whose traffic the messages of a detail-type are.
 *
 * @returns `undefined` for the app's own, and for every other event
 */
export function trafficOf(type: string): Traffic | undefined {
  return traffics.find((traffic) => type.startsWith(`${traffic}.`));
}

/**
 * Whether a message of the history stands for one whose file WhatsApp sends in a callback of its own,
 * with the same id, or never.
 */
export function isMediaPlaceholder(content: Content): boolean {
  return content.kind === 'unsupported' && content.providerType === 'media_placeholder';
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
