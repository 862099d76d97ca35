import { fileURLToPath } from 'node:url';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { eventPattern, Subscription } from 'tributary-gateway/subscriptions';
import { types } from './types.ts';

export interface SupportInboxStackProps extends StackProps {
  readonly busArn: string;
}

export class SupportInboxStack extends Stack {
  constructor(scope: Construct, id: string, props: SupportInboxStackProps) {
    super(scope, id, props);
    const inbox = new dynamodb.Table(this, 'Inbox', {
      partitionKey: { name: 'conversation', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    });
    const project = new NodejsFunction(this, 'Project', {
      runtime: Runtime.NODEJS_24_X,
      entry: fileURLToPath(new URL('handler.ts', import.meta.url)),
      timeout: Duration.seconds(30),
      environment: { INBOX_TABLE: inbox.tableName },
    });
    inbox.grant(project, 'dynamodb:UpdateItem');
    const deadLetterQueue = new sqs.Queue(this, 'DeadLetters', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.ALLOW_ALL },
    });
    const queue = new sqs.Queue(this, 'Messages', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's timeout, as Lambda's documentation recommends.
      visibilityTimeout: Duration.seconds(180),
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
    });
    project.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
    new Subscription(this, 'MessagesOfAllChannels', {
      busArn: props.busArn,
      // A projection accepts replays, because they repair it after a defect.
      pattern: eventPattern(types, { replays: true }),
      to: { queue },
      deadLetterQueue,
    });
    new CfnOutput(this, 'InboxTable', { value: inbox.tableName });
  }
}
