/**
 * `tributary/events`: what is on the bus, for those who read it. Types, parser, type guards and
 * typed event patterns; no AWS SDK and no CDK, so that it may go into any bundle.
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
export { type EventPattern, eventPattern, type PatternOptions } from './event-pattern.ts';
export { isEvent, isOfType } from './guards.ts';
export { type ParseResult, parseEvent } from './parse-event.ts';
export type { DetailPattern, LeafPattern, Pattern } from './pattern-types.ts';
