/**
 * `tributary-gateway/events`: the events on the bus, for subscribers. Types, a parser, type guards and typed
 * event patterns. It loads neither the AWS SDK nor the CDK, so that it suits any bundle.
 */
export type {
  Account,
  Business,
  Channel,
  Content,
  Data,
  Detail,
  EventType,
  MediaItem,
  Metadata,
  ProviderError,
  TributaryEvent,
  User,
} from '../../shared/contract/index.ts';
export type { ProviderId } from '../../shared/contract/provider-id.ts';
export { type SchemaName, toSchemaAddress } from '../../shared/contract/schema-address.ts';
export { type EventPattern, eventPattern, type PatternOptions } from './event-pattern.ts';
export { isEvent, isOfType } from './guards.ts';
export { type ParseResult, parseEvent } from './parse-event.ts';
export { parseWebhook } from './parse-webhook.ts';
export type { DetailPattern, LeafPattern, Pattern } from './pattern-types.ts';
