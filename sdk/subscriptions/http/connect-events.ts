import { Duration, Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HttpSubscriptionDescription } from '../../../shared/http-subscription/description.ts';
import { Subscription } from '../subscription.ts';
import { toSpread } from './concurrency.ts';
import type { DeliveryFunction } from './delivery-function.ts';
import type { HttpSubscriptionProps } from './http-props.ts';

/** What brings events to the function. */
export interface Connected {
  /** The one that invokes the function. */
  readonly queue: sqs.Queue;
  readonly rule: events.Rule;
  readonly mappingArn: string;
  /** Those that the queue already has. */
  readonly alarms?: readonly cloudwatch.Alarm[];
  readonly order?: HttpSubscriptionDescription['order'];
}

/** Time for one batch, whose events are posted side by side, and for what the function stores. */
const batchTimeout = Duration.seconds(30);

/** In order, several events of a conversation may be due, one after the other. */
const orderedTimeout = Duration.seconds(60);

/** Lambda's documentation recommends six times the timeout of the function, for retries. */
const visibilityPerTimeout = 6;

/** The timeout of the function. */
export function timeoutOf({ order }: Pick<HttpSubscriptionProps, 'order'>): Duration {
  return order === undefined ? batchTimeout : orderedTimeout;
}

/** In any order: the rule's queue invokes the function. */
export function connectQueue(
  scope: Construct,
  props: HttpSubscriptionProps,
  { function: handler, role }: DeliveryFunction,
  deadLetterQueue: sqs.IQueue,
): Connected {
  const { concurrency = 10 } = props;
  const queue = new sqs.Queue(scope, 'Queue', {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    visibilityTimeout: Duration.seconds(visibilityPerTimeout * batchTimeout.toSeconds()),
    // The function itself sends dead letters. This is for an event that ends the function, and SQS's most: its
    // pauses after its own failures make these receives last longer than the events.
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 1_000 },
  });
  const { rule } = new Subscription(scope, 'Subscription', {
    ...toRuleProps(props),
    to: { queue },
    deadLetterQueue,
  });
  const read = new iam.Policy(scope, 'ReadQueue', {
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        actions: [
          'sqs:ChangeMessageVisibility',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
        ],
        resources: [queue.queueArn],
      }),
    ],
  });
  const mapping = new lambda.EventSourceMapping(scope, 'QueueMapping', {
    target: handler,
    eventSourceArn: queue.queueArn,
    reportBatchItemFailures: true,
    ...toSpread(concurrency),
  });
  // Lambda checks the role's permissions when the mapping is created.
  mapping.node.addDependency(read);
  Validations.of(mapping).acknowledge({
    id: 'Serverless-LambdaEventSourceMappingDestination',
    reason: 'Lambda has no on-failure destination for a queue. The queue has a dead-letter queue.',
  });
  return { queue, rule, mappingArn: mapping.eventSourceMappingArn };
}

/** In the order of conversations: an ordered subscription invokes the function. */
export function connectOrder(
  scope: Construct,
  props: HttpSubscriptionProps,
  order: 'conversation',
  { function: handler }: DeliveryFunction,
  deadLetterQueue: sqs.IQueue,
): Connected {
  const { ordered, rule } = new Subscription(scope, 'Subscription', {
    ...toRuleProps(props),
    to: { function: handler },
    deadLetterQueue,
    order,
    orderSettings: {
      ...props.orderSettings,
      // One conversation in an invocation: a receiver that is slow for one makes no other wait.
      batchSize: 1,
      maxConcurrency: props.concurrency ?? 10,
      // The function decides by the attempts of the HTTP subscription.
      maxAttempts: Number.MAX_SAFE_INTEGER,
    },
  });
  if (ordered === undefined) throw new Error('a subscription with an order has an ordered queue');
  const { tickets: queue, inbox, table, alarms } = ordered;
  return {
    queue,
    rule,
    mappingArn: ordered.eventSource.eventSourceMappingArn,
    alarms,
    order: { inboxArn: inbox.queueArn, inboxUrl: inbox.queueUrl, table: table.tableName },
  };
}

function toRuleProps({ busArn, pattern, description, otherAccount }: HttpSubscriptionProps) {
  return {
    busArn,
    pattern,
    ...(description !== undefined && { description }),
    ...(otherAccount !== undefined && { otherAccount }),
  };
}
