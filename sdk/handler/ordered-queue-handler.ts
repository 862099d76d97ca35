import type { EventType, TributaryEvent } from '../../shared/contract/index.ts';
import type { ConversationOrder } from './conversation-order.ts';
import { handleTickets } from './handle-tickets.ts';
import type { QueueBatch, QueueBatchResponse, Types } from './handler.ts';
import { readEvent } from './react.ts';

/** An event in the order of its conversation. */
export type OrderedEvent<Type extends EventType = EventType> = TributaryEvent<Type> & {
  /**
   * Whether the event arrived after the hold-back window: the handling of an event that belongs after
   * it has begun before.
   */
  readonly late: boolean;
};

/** A subscriber's function for each type of event that it handles. */
export type OrderedReactions<Type extends EventType> = {
  readonly [T in Type]: (event: OrderedEvent<T>) => unknown;
};

export interface OrderedQueueHandlerOptions {
  /** Where the events wait: `createConversationOrder` of `tributary-gateway/ordering`. */
  readonly order: ConversationOrder;
  /** Called for each attempt that failed. @default the error is written to the log */
  readonly onFailure?: (error: unknown, position: string) => void;
}

/**
 * A Lambda function for a `Subscription` with `order: 'conversation'`. Conversations are handled
 * concurrently, the events of one conversation one at a time, sorted by (`occurredAt`, `id`).
 *
 * Guarantees, for the events of one conversation:
 * - No event without `late` is handled after the handling of one that belongs after it has begun.
 * - An event is `late` only if an event that belongs after it reached the subscription earlier by more
 *   than the hold-back window.
 * - An event that was handled is not handled again while it is remembered.
 * - An event whose handling fails is retried before any that belongs after it. After the last attempt
 *   it goes to the dead-letter queue, and the conversation goes on without it.
 *
 * Not guaranteed: an order between conversations; that an event is handled only once if the invocation
 * ends between the reaction and its record.
 */
export function createOrderedQueueHandler<const Subscribed extends Types>(
  types: Subscribed,
  reactions: OrderedReactions<Subscribed[number]>,
  { order, onFailure = console.error }: OrderedQueueHandlerOptions,
): (batch: QueueBatch) => Promise<QueueBatchResponse> {
  return (batch) =>
    handleTickets(batch, {
      order,
      run: ({ json }, { late }) => react(json, late, types, reactions),
      onFailure,
    });
}

async function react<Type extends EventType>(
  json: string,
  late: boolean,
  types: readonly Type[],
  reactions: OrderedReactions<Type>,
): Promise<void> {
  const event = readEvent(JSON.parse(json), types, false);
  await reactions[event['detail-type']]({ ...event, late });
}
