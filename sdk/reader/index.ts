/**
 * `tributary-gateway/reader`: queries of the gateway's table, for teams that read instead of subscribing. It
 * needs the name of the table and a role with the gateway's subscriber policy.
 */
export type { AccountState } from '../../shared/reader/account-state.ts';
export type { CallState } from '../../shared/reader/call-state.ts';
export { type ConversationSides, conversationKey } from '../../shared/reader/conversation-name.ts';
export type { GroupState } from '../../shared/reader/group-state.ts';
export type { MediaState, MessageState, Reaction } from '../../shared/reader/message-state.ts';
export type { PaymentState } from '../../shared/reader/payment-state.ts';
export type { PhoneState } from '../../shared/reader/phone-state.ts';
export type {
  CallbackDataPage,
  CallbackDataRequest,
  CarriedMessage,
} from '../../shared/reader/read-callback-data.ts';
export type {
  TimelineMessage,
  TimelinePage,
  TimelineRequest,
} from '../../shared/reader/read-conversation.ts';
export type {
  ConversationsPage,
  ConversationsRequest,
  ListedConversation,
} from '../../shared/reader/read-conversations.ts';
export type {
  UserMessagesPage,
  UserMessagesRequest,
} from '../../shared/reader/read-user-messages.ts';
export type { TemplateState } from '../../shared/reader/template-state.ts';
export type { UserState } from '../../shared/reader/user-state.ts';
export type { MediaObject } from '../../shared/runtime/s3-media-link.ts';
export type { StoredRecord } from '../../shared/table/event-record.ts';
export { createReader, type Reader, type ReaderSettings } from './reader.ts';
