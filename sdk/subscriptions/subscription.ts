import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventPattern } from '../events/event-pattern.ts';
import { allowRuleToSend, createDeadLetterQueue } from './dead-letters.ts';
import { type Destination, sendFailuresToDeadLetters, toTarget } from './destination.ts';
import { forwardEvents } from './forward-events.ts';
import { locateBus } from './locate-bus.ts';
import { OrderedQueue, type OrderSettings } from './ordered-queue.ts';
import { warnOfProviders } from './warn-of-providers.ts';

export interface SubscriptionProps {
  /**
   * ARN of the gateway's bus: the output `EventBusArn` of its stack. It must be in the region of this stack.
   *
   * With an `env` in the props of this stack, a bus of another region is an error when the stack is
   * synthesized, and one of another account is recognized. Without, both are errors of the deployment.
   */
  readonly busArn: string;
  /** The events to subscribe to, by `eventPattern`. */
  readonly pattern: EventPattern;
  readonly to: Destination;
  /**
   * `'conversation'`: the events of one conversation reach the function one at a time, sorted by
   * (`occurredAt`, `id`). `to` is then a function of this app with `createOrderedQueueHandler`. It adds the
   * hold-back window to the time until an event is handled, and queues, a table and a forwarder to the
   * stack (`docs/ordered-subscriptions.md`).
   *
   * @default events reach the target as EventBridge delivers them: in any order
   */
  readonly order?: 'conversation';
  /** Settings of an ordered subscription. @default the default of each */
  readonly orderSettings?: OrderSettings;
  /** The description of the rule, which the AWS console shows. @default none */
  readonly description?: string;
  /**
   * The queue for events that could not be delivered, or for which the function failed.
   *
   * @default a new queue that retains them for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;
  /** How many times EventBridge retries, 0 to 185. @default 185 */
  readonly retryAttempts?: number;
  /** How long EventBridge retries, 1 minute to 24 hours. @default 24 hours */
  readonly maxEventAge?: Duration;
  /**
   * Whether the bus belongs to another account than this stack.
   *
   * @default derived from the ARN and the stack's `env`; without an `env`, it belongs to the same account
   */
  readonly otherAccount?: boolean;
}

/**
 * Sends events of the gateway to a function, a queue, a state machine or any other target of a rule,
 * with retries and a dead-letter queue.
 *
 * If the bus belongs to another account, events take two hops: a rule on that bus sends them to a bus
 * that this construct creates, and a rule on the latter sends them to the target. The gateway must
 * list the account under `subscribers` in its configuration.
 */
export class Subscription extends Construct {
  /** The rule that has the target. */
  readonly rule: events.Rule;
  readonly deadLetterQueue: sqs.IQueue;
  /** What an ordered subscription adds. */
  readonly ordered: OrderedQueue | undefined;

  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id);
    const { pattern, to, retryAttempts = 185, maxEventAge = Duration.hours(24) } = props;
    warnOfProviders(this, pattern);
    this.deadLetterQueue = props.deadLetterQueue ?? createDeadLetterQueue(this);
    this.rule = new events.Rule(this, 'Rule', {
      eventBus: this.#toBus(props),
      eventPattern: toCdkPattern(pattern),
      ...(props.description !== undefined && { description: props.description }),
    });
    this.ordered = this.#createOrderedQueue(props);
    const destination = this.ordered ? { queue: this.ordered.inbox } : to;
    const target = toTarget(destination);
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
    allowRuleToSend(this.deadLetterQueue, this.rule.ruleArn);
    sendFailuresToDeadLetters(destination, this.deadLetterQueue);
  }

  /** The bus of the rule that has the target. */
  #toBus({ busArn, pattern, otherAccount }: SubscriptionProps) {
    const location = locateBus(this, busArn);
    if (otherAccount ?? location === 'other_account') {
      return forwardEvents(this, { busArn, pattern }, this.deadLetterQueue);
    }
    if (location === 'same_account') {
      return events.EventBus.fromEventBusArn(this, 'GatewayBus', busArn);
    }
    // CDK's Rule writes the name here, by which EventBridge would find a bus of that name wherever the stack
    // is deployed. It refuses the ARN of another region, and of another account for any target but a bus.
    return events.EventBus.fromEventBusAttributes(this, 'GatewayBus', {
      eventBusArn: busArn,
      eventBusName: busArn,
      eventBusPolicy: '',
    });
  }

  #createOrderedQueue({
    to,
    order,
    orderSettings,
    pattern,
  }: SubscriptionProps): OrderedQueue | undefined {
    if (order === undefined) {
      if (orderSettings === undefined) return undefined;
      throw new Error("orderSettings have no effect without order: 'conversation'");
    }
    if (!('function' in to && to.function instanceof lambda.Function)) {
      throw new Error(
        'an ordered subscription gives its function variables and permissions: to must be { function } with a function of this app',
      );
    }
    if (!isWithoutReplays(pattern)) {
      throw new Error(
        'an ordered subscription handles each event once, and a replayed event has the id of the first: use the pattern without replays, or subscribe without order',
      );
    }
    const { deadLetterQueue } = this;
    return new OrderedQueue(this, 'Ordered', {
      ...orderSettings,
      function: to.function,
      deadLetterQueue,
    });
  }
}

function isWithoutReplays({ detail }: EventPattern): boolean {
  const { replayed }: { readonly replayed?: unknown } = { ...detail?.metadata };
  return JSON.stringify(replayed) === '[{"exists":false}]';
}

/** The pattern in CDK's form, with its names of the fields and with mutable lists. */
function toCdkPattern({
  source,
  'detail-type': detailType,
  detail,
}: EventPattern): events.EventPattern {
  return {
    // CDK's type has only text here, but CDK passes operators on unchanged.
    source: [...source] as string[],
    detailType: [...detailType],
    ...(detail && { detail: structuredClone(detail) }),
  };
}
