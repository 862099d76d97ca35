/**
 * `tributary-gateway/handler`: Lambda functions that subscribe. It loads neither the CDK nor the AWS SDK, so
 * that it suits any bundle. The stack imports `tributary-gateway/subscriptions` instead.
 */
export type { ConversationOrder, Progress, WaitingEvent } from './conversation-order.ts';
export type { Claim, Deduplication } from './deduplication.ts';
export {
  createHandler,
  createQueueHandler,
  type HandlerOptions,
  type QueueBatch,
  type QueueBatchResponse,
  type QueueHandlerOptions,
} from './handler.ts';
export {
  createOrderedQueueHandler,
  type OrderedEvent,
  type OrderedQueueHandlerOptions,
  type OrderedReactions,
} from './ordered-queue-handler.ts';
export type { HandledEvent, Reactions } from './react.ts';
