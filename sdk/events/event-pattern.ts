import { sourcePrefix, toSource } from '../../shared/contract/event-kinds.ts';
import type { EventType } from '../../shared/contract/index.ts';
import type { ProviderId } from '../../shared/contract/provider-id.ts';
import type { DetailPattern } from './pattern-types.ts';

export interface PatternOptions<Type extends EventType> {
  /**
   * Ids of the providers whose events match. Editors complete those that are built in; any other text is
   * the id of a provider of the owner's. A `Subscription` warns of one that differs from a built-in one in
   * few letters.
   *
   * @default all providers
   */
  readonly providers?: readonly [ProviderId, ...ProviderId[]];
  /** Conditions on the event's fields. @default none */
  readonly detail?: DetailPattern<Type>;
  /**
   * Whether events that a replay publishes again match. They have the same `metadata.id` as before. A
   * projection needs them to repair itself after a defect. A bot that replies to messages does not: it
   * would reply to last month's. A handler of the SDK must ask for them too. @default false
   */
  readonly replays?: boolean;
}

/** An event pattern in EventBridge's JSON, as `PutRule` and CloudFormation accept it. */
export interface EventPattern {
  readonly source: readonly (string | { readonly prefix: string })[];
  readonly 'detail-type': readonly EventType[];
  readonly detail?: { readonly metadata?: object; readonly data?: object };
}

/**
 * The pattern of a rule for these events. Only existing fields, values and operators compile.
 * EventBridge itself accepts a pattern with a mistyped field, which then matches nothing.
 *
 * @example
 * ```ts
 * eventPattern(['message.received'], {
 *   detail: {
 *     metadata: { channel: ['whatsapp'] },
 *     data: { message: { content: { kind: ['text', 'button_reply'] } } },
 *   },
 * });
 * ```
 */
export function eventPattern<const Types extends readonly [EventType, ...EventType[]]>(
  types: Types,
  options: PatternOptions<Types[number]> = {},
): EventPattern {
  const { providers, detail, replays = false } = options;
  const metadata = {
    ...(!replays && { replayed: [{ exists: false }] }),
    ...detail?.metadata,
  };
  const conditions = {
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(detail?.data && { data: detail.data }),
  };
  return {
    source: providers?.map(toSource) ?? [{ prefix: sourcePrefix }],
    'detail-type': types,
    ...(Object.keys(conditions).length > 0 && { detail: conditions }),
  };
}
