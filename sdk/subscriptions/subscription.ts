import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventPattern } from '../events/event-pattern.ts';
import { isInAnotherAccount } from './bus-account.ts';
import { createDeadLetterQueue, letRuleSendTo } from './dead-letters.ts';
import { type Destination, keepFailures, toTarget } from './destination.ts';
import { forwardEvents } from './forward-events.ts';

export interface SubscriptionProps {
  /** ARN of the gateway's bus: the output `EventBusArn` of its stack. */
  readonly busArn: string;
  /** Which events; made by `eventPattern`. */
  readonly pattern: EventPattern;
  readonly to: Destination;
  /** What the rule is for, as the console shows it. @default nothing */
  readonly description?: string;
  /**
   * Where events go that could not be delivered, or that the function failed on.
   *
   * @default a queue of its own that keeps them for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;
  /** How often EventBridge tries again, 0 to 185. @default 185 */
  readonly retryAttempts?: number;
  /** For how long EventBridge tries again, 1 minute to 24 hours. @default 24 hours */
  readonly maxEventAge?: Duration;
  /**
   * Whether the bus belongs to another account than this stack.
   *
   * @default told by the ARN and the stack's `env`
   */
  readonly otherAccount?: boolean;
}

/**
 * Events of the gateway, sent to a function, a queue, a state machine or any other target of a rule,
 * with retries and a dead-letter queue.
 *
 * When the bus belongs to another account, events take two hops: a rule on that bus sends them to a
 * bus that this construct makes, and a rule on the latter to the target. The gateway must list the
 * account under `subscribers` in its configuration.
 */
export class Subscription extends Construct {
  /** The rule that has the target. */
  readonly rule: events.Rule;
  readonly deadLetterQueue: sqs.IQueue;

  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id);
    const { busArn, pattern, to, retryAttempts = 185, maxEventAge = Duration.hours(24) } = props;
    this.deadLetterQueue = props.deadLetterQueue ?? createDeadLetterQueue(this);
    const eventBus =
      (props.otherAccount ?? isInAnotherAccount(this, busArn))
        ? forwardEvents(this, { busArn, pattern }, this.deadLetterQueue)
        : events.EventBus.fromEventBusArn(this, 'GatewayBus', busArn);
    this.rule = new events.Rule(this, 'Rule', {
      eventBus,
      eventPattern: toCdkPattern(pattern),
      ...(props.description !== undefined && { description: props.description }),
    });
    const target = toTarget(to);
    const retryPolicy = {
      maximumRetryAttempts: retryAttempts,
      maximumEventAgeInSeconds: maxEventAge.toSeconds(),
    };
    this.rule.addTarget({
      bind: (rule, targetId) => ({
        ...target.bind(rule, targetId),
        deadLetterConfig: { arn: this.deadLetterQueue.queueArn },
        retryPolicy,
      }),
    });
    letRuleSendTo(this.deadLetterQueue, this.rule.ruleArn);
    keepFailures(to, this.deadLetterQueue);
  }
}

/** CDK has its own names for the fields of a pattern, and wants lists that it may change. */
function toCdkPattern({
  source,
  'detail-type': detailType,
  detail,
}: EventPattern): events.EventPattern {
  return {
    // CDK's type has only texts here, and lets operators through.
    source: [...source] as string[],
    detailType: [...detailType],
    ...(detail && { detail: structuredClone(detail) }),
  };
}
