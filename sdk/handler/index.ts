/**
 * `tributary/handler`: Lambda functions that subscribe. It loads neither the CDK nor the AWS SDK, so
 * that it suits any bundle. The stack imports `tributary/subscriptions` instead.
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
