import { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** Where a subscription's events go. */
export type Destination =
  | { readonly function: lambda.IFunction }
  | { readonly queue: sqs.IQueue }
  | { readonly stateMachine: sfn.IStateMachine }
  /** Any other target of `aws-cdk-lib/aws-events-targets`. */
  | { readonly target: events.IRuleTarget };

/** A rule's target for the destination. */
export function toTarget(destination: Destination): events.IRuleTarget {
  if ('function' in destination) return new LambdaFunction(destination.function);
  if ('queue' in destination) return new SqsQueue(destination.queue);
  if ('stateMachine' in destination) return new SfnStateMachine(destination.stateMachine);
  return destination.target;
}

/**
 * EventBridge calls a function asynchronously: to the rule, an event is delivered as soon as Lambda
 * has queued it. What the function throws on, Lambda itself must send to the dead letters.
 */
export function keepFailures(destination: Destination, deadLetterQueue: sqs.IQueue): void {
  if (!('function' in destination)) return;
  destination.function.configureAsyncInvoke({
    onFailure: new SqsDestination(deadLetterQueue),
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
  });
}
