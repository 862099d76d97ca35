import { CfnOutput, Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  type HttpSubscriptionDescription,
  httpSubscriptionOutput,
  writeHttpDescription,
} from '../../../shared/http-subscription/description.ts';
import { httpVariables } from '../../../shared/http-subscription/http-variables.ts';
import { receiverTable } from '../../../shared/http-subscription/receiver-state.ts';
import { defaultMaxAttempts } from '../../../shared/http-subscription/retry-schedule.ts';
import { generatedKey } from '../../../shared/http-subscription/signing-keys.ts';
import type { EventPattern } from '../../events/event-pattern.ts';
import { createDeadLetterQueue } from '../dead-letters.ts';
import type { OrderSettings } from '../ordered-queue.ts';
import { Subscription } from '../subscription.ts';
import { checkHttpProps } from './check-props.ts';
import { toSpread } from './concurrency.ts';
import { DeliveryFunction } from './delivery-function.ts';
import { createDeadLettersAlarm, createDisabledAlarm, createWaitingAlarm } from './http-alarms.ts';

export interface HttpSubscriptionProps {
  /** ARN of the gateway's bus: the output `EventBusArn` of its stack. It must be in the region of this stack. */
  readonly busArn: string;
  /** The events to post, by `eventPattern`. */
  readonly pattern: EventPattern;
  /**
   * The receiver: an `https:` URL on port 443, without a user name, of a host with public addresses only. On the
   * emulator, `http://localhost:<port>/…` as well. Do not put a secret into it: the signature proves who sends.
   */
  readonly url: string;
  /**
   * `'conversation'`: the events of one conversation are posted one at a time, sorted by (`occurredAt`, `id`).
   * While one of them waits for its next attempt, those after it wait too.
   *
   * @default events are posted in any order
   */
  readonly order?: 'conversation';
  /** How long an event in order is held back, and how long it is remembered. @default the default of each */
  readonly orderSettings?: Pick<OrderSettings, 'holdBack' | 'remember'>;
  /**
   * The most requests that are open at the same time, 2 to 1,000. It bounds the rate: with responses after
   * 100 ms, 10 requests are at most 100 events a second.
   *
   * @default 10
   */
  readonly concurrency?: number;
  /**
   * How many attempts an event has before it becomes a dead letter, 1 to 30. The pauses between them grow from
   * 5 seconds to 6 hours. @default 11, over at least 25 hours
   */
  readonly maxAttempts?: number;
  /** The description of the rule, which the AWS console shows. @default none */
  readonly description?: string;
  /**
   * Whether the bus belongs to another account than this stack.
   *
   * @default derived from the ARN and the stack's `env`
   */
  readonly otherAccount?: boolean;
  /** Receives the alarms; `alarmTopic` of a gateway in the same app, for example. @default they have no actions */
  readonly alarmTopic?: sns.ITopic;
  /** How long the log lines of the function are stored. @default one month */
  readonly logRetention?: logs.RetentionDays;
}

/** What brings events to the function. */
interface Connected {
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

/**
 * Posts events of the gateway to an HTTPS server, signed by Standard Webhooks (`docs/http-subscriptions.md`).
 *
 * Guarantees: each event that the rule matches is posted until the receiver responds with 2xx, at least once,
 * with the same `webhook-id`; one that is refused at every attempt becomes a dead letter; a receiver that
 * accepts nothing during all attempts of an event is disabled, and its events wait for 14 days.
 *
 * Not guaranteed: that an event is posted only once; an order, without `order`.
 *
 * @throws {Error} for a URL or a number that is not allowed
 */
export class HttpSubscription extends Construct {
  /** The name by which the CLI knows it: the ids of the construct and of those around it in its stack. */
  readonly name: string;
  /** Holds the signing keys: `tributary http secret` prints them. */
  readonly secret: secretsmanager.Secret;
  /** Events that the receiver refused at every attempt. */
  readonly deadLetterQueue: sqs.IQueue;
  readonly function: lambda.Function;
  /** In alarm when the receiver is disabled, when there are dead letters, and when events wait. */
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: HttpSubscriptionProps) {
    super(scope, id);
    const { maxAttempts = defaultMaxAttempts, logRetention = logs.RetentionDays.ONE_MONTH } = props;
    checkHttpProps(props);
    this.name = toName(this);
    this.secret = new secretsmanager.Secret(this, 'SigningKeys', {
      description: `Signing keys of the HTTP subscription ${this.name}`,
      generateSecretString: {
        secretStringTemplate: generatedKey.template,
        generateStringKey: generatedKey.key,
        passwordLength: generatedKey.characters,
        excludePunctuation: true,
      },
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The receiver has to get a new key from a person, who therefore starts the rotation. Both keys sign until it ends.',
    });
    this.deadLetterQueue = createDeadLetterQueue(this);
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'This is the dead-letter queue.',
    });
    const state = this.#createStateTable();
    const delivery = new DeliveryFunction(this, 'Delivery', {
      timeout: props.order === undefined ? batchTimeout : orderedTimeout,
      logRetention,
      environment: {
        [httpVariables.url]: props.url,
        [httpVariables.secret]: this.secret.secretArn,
        [httpVariables.stateTable]: state.tableName,
        [httpVariables.maxAttempts]: String(maxAttempts),
        [httpVariables.deadLettersUrl]: this.deadLetterQueue.queueUrl,
        ...(props.order !== undefined && { [httpVariables.order]: props.order }),
      },
      permissions: [
        new iam.PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [this.secret.secretArn],
        }),
        new iam.PolicyStatement({
          actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
          resources: [state.tableArn],
        }),
        new iam.PolicyStatement({
          actions: ['sqs:SendMessage'],
          resources: [this.deadLetterQueue.queueArn],
        }),
      ],
    });
    this.function = delivery.function;
    const connected =
      props.order === undefined
        ? this.#connectQueue(props, delivery)
        : this.#connectOrder(props, props.order, delivery);
    this.function.addEnvironment(httpVariables.queueArn, connected.queue.queueArn);
    this.#allowToDisable(delivery.role, connected.mappingArn);
    const uniqueName = Names.uniqueResourceName(this, { maxLength: 100, separator: '-' });
    this.alarms = [
      createDisabledAlarm(this, delivery.logGroup, uniqueName),
      ...(connected.alarms ?? [
        createDeadLettersAlarm(this, this.deadLetterQueue, uniqueName),
        createWaitingAlarm(this, connected.queue, uniqueName),
      ]),
    ];
    const { alarmTopic } = props;
    if (alarmTopic)
      for (const alarm of this.alarms) alarm.addAlarmAction(new SnsAction(alarmTopic));
    this.#writeOutput(props, state, connected);
  }

  /** One item, which an operator could write again by hand: it needs no backup. */
  #createStateTable(): dynamodb.Table {
    const table = new dynamodb.Table(this, 'State', {
      partitionKey: { name: receiverTable.partitionKey, type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(table).acknowledge(
      ...['AwsSolutions-DDB3', 'Serverless-DynamoDBPointInTimeRecovery'].map((id) => ({
        id,
        reason: 'It says how the last attempts ended, which the next attempts say again.',
      })),
    );
    return table;
  }

  #connectQueue(
    props: HttpSubscriptionProps,
    { function: handler, role }: DeliveryFunction,
  ): Connected {
    const { concurrency = 10 } = props;
    const queue = new sqs.Queue(this, 'Queue', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(visibilityPerTimeout * batchTimeout.toSeconds()),
      // The function itself sends dead letters. This is for an event that ends the function, and SQS's most.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 1_000 },
    });
    const { rule } = new Subscription(this, 'Subscription', {
      ...toRuleProps(props),
      to: { queue },
      deadLetterQueue: this.deadLetterQueue,
    });
    const read = new iam.Policy(this, 'ReadQueue', {
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
    const mapping = new lambda.EventSourceMapping(this, 'QueueMapping', {
      target: handler,
      eventSourceArn: queue.queueArn,
      reportBatchItemFailures: true,
      ...toSpread(concurrency),
    });
    // Lambda checks the role's permissions when the mapping is created.
    mapping.node.addDependency(read);
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'Lambda has no on-failure destination for a queue. The queue has a dead-letter queue.',
    });
    return { queue, rule, mappingArn: mapping.eventSourceMappingArn };
  }

  #connectOrder(
    props: HttpSubscriptionProps,
    order: 'conversation',
    { function: handler }: DeliveryFunction,
  ): Connected {
    const { ordered, rule } = new Subscription(this, 'Subscription', {
      ...toRuleProps(props),
      to: { function: handler },
      deadLetterQueue: this.deadLetterQueue,
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

  /** A policy of its own, after the mapping: the mapping needs the function, and that its role. */
  #allowToDisable(role: iam.Role, mappingArn: string): void {
    const policy = new iam.Policy(this, 'SwitchQueue', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: ['lambda:UpdateEventSourceMapping'],
          resources: [mappingArn],
        }),
        new iam.PolicyStatement({
          actions: ['lambda:ListEventSourceMappings'],
          resources: ['*'],
        }),
      ],
    });
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'lambda:ListEventSourceMappings cannot be limited to a function. It finds the mapping, whose id no variable of the function can hold.',
    });
  }

  #writeOutput(
    { url }: HttpSubscriptionProps,
    state: dynamodb.Table,
    { queue, rule, order }: Connected,
  ): void {
    const description = writeHttpDescription({
      name: this.name,
      url,
      secretArn: this.secret.secretArn,
      ruleArn: rule.ruleArn,
      functionName: this.function.functionName,
      queueArn: queue.queueArn,
      queueUrl: queue.queueUrl,
      deadLetterQueueArn: this.deadLetterQueue.queueArn,
      deadLetterQueueUrl: this.deadLetterQueue.queueUrl,
      stateTable: state.tableName,
      ...(order && { order }),
    });
    const output = new CfnOutput(this, httpSubscriptionOutput, {
      value: Stack.of(this).toJsonString(description),
      description: 'An HTTP subscription, by which the CLI finds it',
    });
    output.overrideLogicalId(`${this.name.replace(/[^A-Za-z0-9]/g, '')}${httpSubscriptionOutput}`);
  }
}

function toRuleProps({ busArn, pattern, description, otherAccount }: HttpSubscriptionProps) {
  return {
    busArn,
    pattern,
    ...(description !== undefined && { description }),
    ...(otherAccount !== undefined && { otherAccount }),
  };
}

function toName(construct: Construct): string {
  const { scopes } = construct.node;
  const inStack = scopes.slice(scopes.indexOf(Stack.of(construct)) + 1);
  return inStack.map(({ node }) => node.id).join('-');
}
