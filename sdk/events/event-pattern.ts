import type { EventType } from '../../shared/contract/index.ts';
import type { DetailPattern } from './pattern-types.ts';

export interface PatternOptions<Type extends EventType> {
  /** Ids of the providers whose events are wanted. @default those of all providers */
  readonly providers?: readonly [string, ...string[]];
  /** What is asked of the event's fields. @default nothing */
  readonly detail?: DetailPattern<Type>;
  /**
   * Whether events that are published again by a replay are wanted. They have the `metadata.id` that
   * they had before. Projections want them after a mistake of their own; whoever answers a message
   * does not want to answer last month's. @default false
   */
  readonly replays?: boolean;
}

/** An event pattern in EventBridge's own JSON, as `PutRule` and CloudFormation take it. */
export interface EventPattern {
  readonly source: readonly (string | { readonly prefix: string })[];
  readonly 'detail-type': readonly EventType[];
  readonly detail?: { readonly metadata?: object; readonly data?: object };
}

/**
 * The pattern of a rule for these events. Only fields, values and operators that exist are accepted:
 * a wrong one fails at compile time, where EventBridge would silently match nothing.
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
    ...detail?.metadata,
    ...(!replays && { replayed: [{ exists: false }] }),
  };
  const asked = {
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(detail?.data && { data: detail.data }),
  };
  return {
    source: providers?.map((provider) => `tributary.${provider}`) ?? [{ prefix: 'tributary.' }],
    'detail-type': types,
    ...(Object.keys(asked).length > 0 && { detail: asked }),
  };
}
