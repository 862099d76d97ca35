import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { orderVariables } from '../ordering/order-environment.ts';
import { orderTable } from '../ordering/order-items.ts';

export interface OrderSettings {
  /**
   * How long every event is held back, so that events that arrive in another order can be sorted: whole
   * seconds, 0 to 15 minutes. An event that arrives later than this is `late`.
   *
   * @default 5 seconds
   */
  readonly holdBack?: Duration;
  /**
   * How many times the handling of an event begins before it goes to the dead-letter queue and its
   * conversation goes on. Between two attempts are six times the function's timeout, at least 30
   * seconds.
   *
   * @default 5
   */
  readonly maxAttempts?: number;
  /** How long handled events are remembered: a whole number of days. @default 14 days */
  readonly remember?: Duration;
  /** The most tickets in one invocation of the function, 1 to 10. @default 10 */
  readonly batchSize?: number;
  /** The most invocations of the function at the same time, 2 to 1,000. @default as many as Lambda has */
  readonly maxConcurrency?: number;
}

export interface OrderedQueueProps extends OrderSettings {
  readonly function: lambda.Function;
  readonly deadLetterQueue: sqs.IQueue;
}

const forwarderTimeout = Duration.seconds(30);
/** Lambda's documentation recommends six times the timeout of the function, for retries. */
const visibilityPerTimeout = 6;

/** Functions that have an ordered queue. */
const connected = new WeakSet<lambda.Function>();

/**
 * What brings the events of a rule into the order of their conversations: a standard queue, which the
 * rule sends to; the forwarder, which stores each event in a table and sends a ticket for it; and a FIFO
 * queue with the conversation as message group, which holds tickets back and invokes the subscriber's
 * function, one batch at a time for each conversation.
 */
export class OrderedQueue extends Construct {
  /** The standard queue. A dead letter that is moved here is handled again, as `late`. */
  readonly inbox: sqs.Queue;
  /** The FIFO queue. */
  readonly tickets: sqs.Queue;
  readonly table: dynamodb.Table;
  readonly forwarder: lambda.Function;
  /** What brings the tickets to the function. */
  readonly eventSource: SqsEventSource;
  /** In alarm when there are dead letters, or when events wait for 15 minutes. They have no actions. */
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: OrderedQueueProps) {
    super(scope, id);
    const { function: subscriber, deadLetterQueue, batchSize = 10, maxConcurrency } = props;
    const holdBack = props.holdBack ?? Duration.seconds(5);
    if (connected.has(subscriber)) {
      throw new Error(
        `${subscriber.node.path} has an ordered subscription already: add the types to its pattern, or use another function`,
      );
    }
    connected.add(subscriber);
    this.inbox = new sqs.Queue(this, 'Inbox', {
      ...queueSettings,
      visibilityTimeout: Duration.seconds(visibilityPerTimeout * forwarderTimeout.toSeconds()),
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
    });
    const retryAfterSeconds = visibilityPerTimeout * timeoutOf(subscriber);
    this.tickets = new sqs.Queue(this, 'Tickets', {
      ...queueSettings,
      fifo: true,
      fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
      deliveryDelay: holdBack,
      visibilityTimeout: Duration.seconds(Math.max(30, retryAfterSeconds)),
    });
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: orderTable.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: orderTable.sortKey, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: orderTable.expiresAt,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // It holds what is in transit. Events are in the gateway's table.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.forwarder = this.#createForwarder();
    this.#connect(subscriber, props);
    this.eventSource = new SqsEventSource(this.tickets, {
      batchSize,
      reportBatchItemFailures: true,
      ...(maxConcurrency !== undefined && { maxConcurrency }),
    });
    subscriber.addEventSource(this.eventSource);
    this.alarms = this.#createAlarms(deadLetterQueue);
  }

  #createForwarder(): lambda.Function {
    const settings = {
      description: 'Stores events for an ordered subscription and sends their tickets',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout: forwarderTimeout,
      environment: {
        [orderVariables.tableName]: this.table.tableName,
        [orderVariables.queueUrl]: this.tickets.queueUrl,
      },
    };
    const forwarder = isPackaged
      ? new lambda.Function(this, 'Forwarder', {
          ...settings,
          handler: 'index.handler',
          code: lambda.Code.fromAsset(fileURLToPath(builtForwarder)),
        })
      : new NodejsFunction(this, 'Forwarder', {
          ...settings,
          entry: fileURLToPath(forwarderEntry),
          handler: 'handler',
          // The bundled SDK starts faster than the one of the runtime.
          bundling: { minify: true, externalModules: [], mainFields: ['module', 'main'] },
        });
    this.table.grant(forwarder, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    this.tickets.grant(forwarder, 'sqs:SendMessage');
    forwarder.addEventSource(new SqsEventSource(this.inbox, { reportBatchItemFailures: true }));
    return forwarder;
  }

  #connect(subscriber: lambda.Function, props: OrderedQueueProps): void {
    const { deadLetterQueue, maxAttempts = 5, remember = Duration.days(14) } = props;
    const variables = {
      [orderVariables.tableName]: this.table.tableName,
      [orderVariables.deadLettersUrl]: deadLetterQueue.queueUrl,
      [orderVariables.maxAttempts]: String(maxAttempts),
      [orderVariables.timeoutSeconds]: String(timeoutOf(subscriber)),
      [orderVariables.rememberDays]: String(remember.toDays()),
    };
    for (const [name, value] of Object.entries(variables)) subscriber.addEnvironment(name, value);
    this.table.grant(subscriber, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem');
    deadLetterQueue.grantSendMessages(subscriber);
  }

  #createAlarms(deadLetterQueue: sqs.IQueue): readonly cloudwatch.Alarm[] {
    const treatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING;
    const deadLetters = new cloudwatch.Alarm(this, 'DeadLettersAlarm', {
      alarmDescription:
        'Events of an ordered subscription are in its dead-letter queue. Their conversations went on without them. Repair the function, then move them to the queue Inbox (StartMessageMoveTask): they are handled as late events.',
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        statistic: cloudwatch.Stats.MAXIMUM,
      }),
      threshold: 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData,
    });
    const waiting = new cloudwatch.Alarm(this, 'WaitingAlarm', {
      alarmDescription:
        'Events of an ordered subscription have waited for 15 minutes: the function or the forwarder fails, is throttled or is too slow. Look at their log lines and at their metrics Errors and Throttles.',
      metric: new cloudwatch.MathExpression({
        expression: 'MAX([inbox, tickets])',
        usingMetrics: {
          inbox: this.inbox.metricApproximateAgeOfOldestMessage(),
          tickets: this.tickets.metricApproximateAgeOfOldestMessage(),
        },
        label: 'Seconds since the oldest event arrived',
      }),
      threshold: Duration.minutes(15).toSeconds(),
      evaluationPeriods: 1,
      treatMissingData,
    });
    return [deadLetters, waiting];
  }
}

/** Lambda's default is three seconds. */
function timeoutOf({ timeout }: lambda.Function): number {
  return timeout?.toSeconds() ?? 3;
}

const queueSettings: sqs.QueueProps = {
  encryption: sqs.QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(14),
};

/** Whether this is the module of the package, which has the forwarder built, and not the one of the repository. */
const isPackaged = extname(import.meta.url) === '.js';

const builtForwarder = new URL('../../../functions/forwarder', import.meta.url);

const forwarderEntry = new URL('../ordering/forwarder/handler.ts', import.meta.url);
