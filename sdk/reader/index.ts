/**
 * `tributary/reader`: what the gateway knows, for teams that ask instead of subscribing. Needs the
 * gateway's table name and a role with its subscriber policy.
 */
export type {
  TimelinePage,
  TimelineRequest,
} from '../../shared/reader/dynamodb-reader.ts';
export type { MediaState, MessageState } from '../../shared/reader/message-state.ts';
export type { TemplateState } from '../../shared/reader/template-state.ts';
export type { StoredRecord } from '../../shared/table/event-record.ts';
export { conversationKey } from './conversation-key.ts';
export { createReader, type Reader, type ReaderSettings } from './reader.ts';
export type { MediaObject } from './s3-media-link.ts';
