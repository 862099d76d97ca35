/**
 * `tributary/handler`: Lambda functions that subscribe. No CDK and no AWS SDK, so that it may go into
 * any bundle; the stack imports `tributary/subscriptions` instead.
 */
export type { Claim, Deduplication } from './deduplication.ts';
export {
  type HandlerOptions,
  handler,
  type QueueBatch,
  type QueueBatchResponse,
  type QueueHandlerOptions,
  queueHandler,
} from './handler.ts';
export type { Reactions } from './react.ts';
