import { CfnOutput, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  httpSubscriptionOutput,
  writeHttpDescription,
} from '../../../shared/http-subscription/description.ts';
import { httpVariables } from '../../../shared/http-subscription/http-variables.ts';
import { receiverTable } from '../../../shared/http-subscription/receiver-state.ts';
import { defaultMaxAttempts } from '../../../shared/http-subscription/retry-schedule.ts';
import { generatedKey } from '../../../shared/http-subscription/signing-keys.ts';
import { createDeadLetterQueue } from '../dead-letters.ts';
import { type Connected, connectOrder, connectQueue, timeoutOf } from './connect-events.ts';
import { DeliveryFunction } from './delivery-function.ts';
import { createDeadLettersAlarm, createDisabledAlarm, createWaitingAlarm } from './http-alarms.ts';
import { checkHttpProps, type HttpSubscriptionProps } from './http-props.ts';

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
      timeout: timeoutOf(props),
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
        ? connectQueue(this, props, delivery, this.deadLetterQueue)
        : connectOrder(this, props, props.order, delivery, this.deadLetterQueue);
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

function toName(construct: Construct): string {
  const { scopes } = construct.node;
  const inStack = scopes.slice(scopes.indexOf(Stack.of(construct)) + 1);
  return inStack.map(({ node }) => node.id).join('-');
}
