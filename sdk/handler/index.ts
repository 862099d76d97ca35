/**
 * `tributary-gateway/handler`: Lambda functions that subscribe. It loads neither the CDK nor the AWS SDK, so
 * that it suits any bundle. The stack imports `tributary-gateway/subscriptions` instead.
 */
export type { ConversationOrder, Progress, WaitingEvent } from './conversation-order.ts';
export type { Claim, Deduplication } from './deduplication.ts';
export {
  type HandlerOptions,
  handler,
  type QueueBatch,
  type QueueBatchResponse,
  type QueueHandlerOptions,
  queueHandler,
} from './handler.ts';
export {
  type OrderedEvent,
  type OrderedQueueHandlerOptions,
  type OrderedReactions,
  orderedQueueHandler,
} from './ordered-queue-handler.ts';
export type { Reactions } from './react.ts';
