import type { EventType } from '../../shared/contract/index.ts';
import type { Deduplication } from './deduplication.ts';
import { type Reactions, react } from './react.ts';

/** The types of event that a function handles. */
export type Types = readonly [EventType, ...EventType[]];

export interface HandlerOptions {
  /** Handles each event once. @default an event is handled each time it is delivered */
  readonly deduplicate?: Deduplication;
}

/**
 * A Lambda function that a rule invokes with one event.
 *
 * Pass the same list of `types` to the rule's `eventPattern`: if you add a type, the function does not
 * compile until it has a reaction to it.
 *
 * An event of another type, or an invalid event, is an error. Lambda retries it twice and then sends it
 * to the dead-letter queue of the `Subscription`.
 *
 * @example
 * ```ts
 * export const types = ['message.received', 'message.status.updated'] as const;
 *
 * export const handle = handler(types, {
 *   'message.received': async ({ detail }) => reply(detail.data.message),
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

/** The fields of an SQS event that `queueHandler` and `orderedQueueHandler` read. */
export interface QueueBatch {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes?: { readonly ApproximateReceiveCount?: string };
  }[];
}

/** Lambda's partial batch response: the messages that SQS must deliver again. */
export interface QueueBatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

export interface QueueHandlerOptions extends HandlerOptions {
  /** Called for each message that failed. @default the error is written to the log */
  readonly onFailure?: (error: unknown, messageId: string) => void;
}

/**
 * A Lambda function for the events of a queue. It handles all events of a batch concurrently. SQS
 * delivers only failed messages again, if the event source mapping has `reportBatchItemFailures`.
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
