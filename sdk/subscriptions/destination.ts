import { Duration } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** The target of a subscription. */
export type Destination =
  | { readonly function: lambda.IFunction }
  | { readonly queue: sqs.IQueue }
  | { readonly stateMachine: sfn.IStateMachine }
  /** Any other target of `aws-cdk-lib/aws-events-targets`. */
  | { readonly target: events.IRuleTarget };

/** The CDK target of a rule for the destination. */
export function toTarget(destination: Destination): events.IRuleTarget {
  if ('function' in destination) return new LambdaFunction(destination.function);
  if ('queue' in destination) return new SqsQueue(destination.queue);
  if ('stateMachine' in destination) return new SfnStateMachine(destination.stateMachine);
  return destination.target;
}

/**
 * Sends events for which a function failed to the dead-letter queue. EventBridge invokes a function
 * asynchronously: for the rule, an event is delivered as soon as Lambda has queued it. Lambda itself
 * must therefore send the failures.
 */
export function sendFailuresToDeadLetters(
  destination: Destination,
  deadLetterQueue: sqs.IQueue,
): void {
  if (!('function' in destination)) return;
  destination.function.configureAsyncInvoke({
    onFailure: new SqsDestination(deadLetterQueue),
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
  });
}
