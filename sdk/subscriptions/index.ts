/**
 * `tributary-gateway/subscriptions`: a CDK construct for stacks that subscribe. It loads the CDK, so a Lambda
 * function must import `tributary-gateway/handler` instead.
 */
export { type EventPattern, eventPattern, type PatternOptions } from '../events/event-pattern.ts';
export type { Destination } from './destination.ts';
export type { HttpSubscriptionProps } from './http/http-props.ts';
export { HttpSubscription } from './http/http-subscription.ts';
export type { OrderedQueue, OrderSettings } from './ordered-queue.ts';
export { Subscription, type SubscriptionProps } from './subscription.ts';
