import type { EventType } from '../../shared/contract/index.ts';
import type { Deduplication } from './deduplication.ts';
import { type Reactions, react } from './react.ts';

/** The types of event that a function handles. */
export type Types = readonly [EventType, ...EventType[]];

export interface HandlerOptions<Replays extends boolean = boolean> {
  /**
   * Handles each event once. A replay has the id of the first event: of events that a handler with
   * `replays` remembers it handles none again, and so only what it has missed.
   *
   * @default an event is handled each time it is delivered
   */
  readonly deduplicate?: Deduplication;
  /**
   * Whether the function handles events that a replay publishes again, as `replays` of its rule's
   * `eventPattern`. Without it a replayed event is an error, so that a rule that was written by hand
   * cannot make a bot reply to last month's messages.
   *
   * @default false
   */
  readonly replays?: Replays;
}

/**
 * A Lambda function that a rule invokes with one event.
 *
 * Pass the same list of `types` to the rule's `eventPattern`: if you add a type, the function does not
 * compile until it has a reaction to it.
 *
 * An event of another type, a replay that was not asked for, or an invalid event, is an error. Lambda
 * retries it twice and then sends it to the dead-letter queue of the `Subscription`.
 *
 * @example
 * ```ts
 * export const types = ['message.received', 'message.status.updated'] as const;
 *
 * export const handler = createHandler(types, {
 *   'message.received': async ({ detail }) => reply(detail.data.message),
 *   'message.status.updated': async ({ detail }) => note(detail.data.status),
 * });
 * ```
 */
export function createHandler<
  const Subscribed extends Types,
  const Replays extends boolean = false,
>(
  types: Subscribed,
  reactions: Reactions<Subscribed[number], Replays>,
  { deduplicate, replays }: HandlerOptions<Replays> = {},
): (event: unknown) => Promise<void> {
  const options = { deduplicate, replays: replays ?? false };
  return (event) => react(event, types, reactions, options);
}

/** The fields of an SQS event that `createQueueHandler` and `createOrderedQueueHandler` read. */
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

export interface QueueHandlerOptions<Replays extends boolean = boolean>
  extends HandlerOptions<Replays> {
  /** Called for each message that failed. @default the error is written to the log */
  readonly onFailure?: (error: unknown, messageId: string) => void;
}

/**
 * A Lambda function for the events of a queue. It handles all events of a batch concurrently. SQS
 * delivers only failed messages again, if the event source mapping has `reportBatchItemFailures`.
 */
export function createQueueHandler<
  const Subscribed extends Types,
  const Replays extends boolean = false,
>(
  types: Subscribed,
  reactions: Reactions<Subscribed[number], Replays>,
  { deduplicate, replays, onFailure = console.error }: QueueHandlerOptions<Replays> = {},
): (batch: QueueBatch) => Promise<QueueBatchResponse> {
  const options = { deduplicate, replays: replays ?? false };
  return async ({ Records }) => {
    const batchItemFailures: QueueBatchResponse['batchItemFailures'] = [];
    await Promise.all(
      Records.map(async ({ messageId, body }) => {
        try {
          await react(JSON.parse(body), types, reactions, options);
        } catch (error) {
          onFailure(error, messageId);
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }),
    );
    return { batchItemFailures };
  };
}
