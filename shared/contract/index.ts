import type * as z from 'zod/mini';
import { accountUpdated, phoneUpdated } from './account-events.ts';
import { callUpdated } from './call-events.ts';
import { callbackQuarantined, callbackReceived } from './callback-events.ts';
import { conversationUpdated } from './conversation-events.ts';
import type { Source } from './event-kinds.ts';
import { groupUpdated } from './group-events.ts';
import { mediaFailed, mediaStored } from './media-events.ts';
import {
  historyMessageReceived,
  historyMessageSent,
  messageBilled,
  messageReceived,
  messageSent,
  messageStatusUpdated,
  standbyMessageReceived,
  standbyMessageSent,
  standbyMessageStatusUpdated,
} from './message-events.ts';
import { paymentUpdated } from './payment-events.ts';
import {
  templateCategoryUpdated,
  templateQualityUpdated,
  templateStatusUpdated,
} from './template-events.ts';
import { userUpdated } from './user-events.ts';
import type { EventType } from './versions.ts';

export type { Channel } from './channels.ts';
export type { Content } from './content.ts';
export type { MediaItem } from './media.ts';
export type { Account, Business, User } from './parties.ts';
export type { ProviderError } from './primitives.ts';
export type { EventType } from './versions.ts';

/** Every event that Tributary publishes, by detail-type. */
export const eventDefinitions = {
  'message.received': messageReceived,
  'message.sent': messageSent,
  'message.status.updated': messageStatusUpdated,
  'message.billed': messageBilled,
  'standby.message.received': standbyMessageReceived,
  'standby.message.sent': standbyMessageSent,
  'standby.message.status.updated': standbyMessageStatusUpdated,
  'history.message.received': historyMessageReceived,
  'history.message.sent': historyMessageSent,
  'conversation.updated': conversationUpdated,
  'group.updated': groupUpdated,
  'payment.updated': paymentUpdated,
  'call.updated': callUpdated,
  'template.status.updated': templateStatusUpdated,
  'template.category.updated': templateCategoryUpdated,
  'template.quality.updated': templateQualityUpdated,
  'account.updated': accountUpdated,
  'phone.updated': phoneUpdated,
  'user.updated': userUpdated,
  'media.stored': mediaStored,
  'media.failed': mediaFailed,
  'callback.quarantined': callbackQuarantined,
  'callback.received': callbackReceived,
} as const satisfies Record<EventType, unknown>;

/** `detail` of the event `Type`: `{ metadata, data }`. */
export type Detail<Type extends EventType = EventType> = {
  [T in Type]: z.infer<(typeof eventDefinitions)[T]['detail']>;
}[Type];

/** `detail.data` of the event `Type`. */
export type Data<Type extends EventType = EventType> = {
  [T in Type]: z.infer<(typeof eventDefinitions)[T]['data']>;
}[Type];

export type Metadata = Detail['metadata'];

/** One event as it goes on the bus, in EventBridge's own words. */
export type TributaryEvent<Type extends EventType = EventType> = {
  [T in Type]: {
    readonly source: Source;
    readonly 'detail-type': T;
    readonly detail: Detail<T>;
  };
}[Type];
