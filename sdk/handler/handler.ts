import type { EventType } from '../../shared/contract/index.ts';
import type { Deduplication } from './deduplication.ts';
import { type Reactions, react } from './react.ts';

type Types = readonly [EventType, ...EventType[]];

export interface HandlerOptions {
  /** Makes sure that an event is handled once. @default an event is handled as often as it comes */
  readonly deduplicate?: Deduplication;
}

/**
 * A Lambda function that a rule calls with one event.
 *
 * `types` is meant to be the list that the rule's `eventPattern` is made of: a type that is added to
 * the list does not compile until there is a reaction to it.
 *
 * An event of another type, or of another shape, is an error: Lambda calls twice more, and then sends
 * it to the dead-letter queue that `Subscription` made, where somebody sees it.
 *
 * @example
 * ```ts
 * export const types = ['message.received', 'message.status.updated'] as const;
 *
 * export const handle = handler(types, {
 *   'message.received': async ({ detail }) => answer(detail.data.message),
 *   'message.status.updated': async ({ detail }) => note(detail.data.status),
 * });
 * ```
 */
export function handler<const Subscribed extends Types>(
  types: Subscribed,
  reactions: Reactions<Subscribed[number]>,
  { deduplicate }: HandlerOptions = {},
): (event: unknown) => Promise<void> {
  return (event) => react(event, types, reactions, deduplicate);
}

/** The part of an SQS event that is read. */
export interface QueueBatch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** Lambda's partial batch response: the messages that must come back. */
export interface QueueBatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

export interface QueueHandlerOptions extends HandlerOptions {
  /** Is told of each message that failed. @default the error is written to the log */
  readonly onFailure?: (error: unknown, messageId: string) => void;
}

/**
 * A Lambda function that reads the events of a queue, all of a batch at the same time. Only messages
 * that failed come back, which needs `reportBatchItemFailures` on the event source mapping.
 */
export function queueHandler<const Subscribed extends Types>(
  types: Subscribed,
  reactions: Reactions<Subscribed[number]>,
  { deduplicate, onFailure = console.error }: QueueHandlerOptions = {},
): (batch: QueueBatch) => Promise<QueueBatchResponse> {
  return async ({ Records }) => {
    const batchItemFailures: QueueBatchResponse['batchItemFailures'] = [];
    await Promise.all(
      Records.map(async ({ messageId, body }) => {
        try {
          await react(JSON.parse(body), types, reactions, deduplicate);
        } catch (error) {
          onFailure(error, messageId);
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }),
    );
    return { batchItemFailures };
  };
}
