import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';

/** Puts an item into the table for each message of the queue. Lambda has the SDK, as this repository has. */
const writerCode = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const dynamodb = new DynamoDBClient();
exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const Item = { pk: { S: JSON.parse(body).order }, body: { S: body } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  }
};`;

/** Publishes on another bus what a rule delivers. It is an ES module. */
const relayCode = `
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
const events = new EventBridgeClient();
export const handler = async (detail) => {
  const Detail = JSON.stringify(detail);
  const entry = { EventBusName: process.env.BUS, Source: 'relay', DetailType: 'relayed', Detail };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
};`;

const inline = (text: string) => ({
  code: lambda.Code.fromInline(text),
  handler: 'index.handler',
  runtime: lambda.Runtime.NODEJS_24_X,
});

/**
 * Synthesizes an app as a company has it, without a gateway: a stage with a stack of buses and a table and a stack
 * that imports them, both in an account and a region of their own, and a stack with what the emulator does not run.
 */
export function synthesizeAnyApp(outdir: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stage = new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-west-1' } });
  const shared = new Shared(stage, 'Shared');
  addWriter(new Stack(stage, 'Writer'), shared);
  addFailing(new Stack(stage, 'Failing'), shared);
  addOthers(new Stack(app, 'Others'));
  app.synth();
}

class Shared extends Stack {
  readonly orders = new events.EventBus(this, 'Orders', { eventBusName: 'orders' });
  readonly archive = new events.EventBus(this, 'Archive');
  readonly table = new dynamodb.TableV2(this, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
  });
}

/** Orders go to the archive, from there to a queue, and from the queue into the table. */
function addWriter(stack: Stack, { orders, archive, table }: Shared): void {
  new events.Rule(stack, 'ToArchive', {
    eventBus: orders,
    eventPattern: { detailType: ['order'] },
    targets: [new targets.EventBus(archive as events.IEventBus)],
  });
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.seconds(30) });
  new events.Rule(stack, 'ToQueue', {
    eventBus: archive,
    eventPattern: { source: ['shop'] },
    targets: [
      new targets.SqsQueue(queue, {
        message: events.RuleTargetInput.fromObject({
          order: events.EventField.fromPath('$.detail.id'),
          text: `order ${events.EventField.fromPath('$.detail.id')} of ${events.EventField.source}`,
        }),
      }),
    ],
  });
  const writer = new lambda.Function(stack, 'Write', {
    ...inline(writerCode),
    environment: { TABLE: table.tableName },
  });
  table.grantWriteData(writer);
  writer.addEventSource(new SqsEventSource(queue));
  const relay = new lambda.Function(stack, 'Relay', {
    ...inline(relayCode),
    environment: { BUS: archive.eventBusArn },
  });
  archive.grantPutEventsTo(relay);
  new events.Rule(stack, 'ToRelay', {
    eventBus: orders,
    eventPattern: { detailType: ['order'] },
    targets: [
      new targets.LambdaFunction(relay.addAlias('live') as lambda.IFunction, {
        event: events.RuleTargetInput.fromEventPath('$.detail'),
      }),
    ],
  });
}

/** Complaints go to a function that throws. Lambda invokes it once more, and puts them into a queue. */
function addFailing(stack: Stack, { orders }: Shared): void {
  const failed = new sqs.Queue(stack, 'Failed', { queueName: 'failed' });
  const failing = new lambda.Function(stack, 'Fail', {
    ...inline("exports.handler = async () => { throw new Error('a bug'); };"),
    retryAttempts: 1,
    onFailure: new SqsDestination(failed),
  });
  new events.Rule(stack, 'ToFail', {
    eventBus: orders,
    eventPattern: { detailType: ['complaint'] },
    targets: [new targets.LambdaFunction(failing as lambda.IFunction)],
  });
}

function addOthers(stack: Stack): void {
  new ssm.StringParameter(stack, 'Parameter', { stringValue: 'value' });
  new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(Duration.days(1)) });
  const queue = new sqs.Queue(stack, 'Queue');
  const topic = new sns.Topic(stack, 'Topic');
  new events.Rule(stack, 'ToBoth', {
    eventPattern: { source: ['shop'] },
    targets: [new targets.SnsTopic(topic), new targets.SqsQueue(queue)],
  });
  const report = new lambda.Function(stack, 'Report', {
    code: lambda.Code.fromInline('def handler(event, context): pass'),
    handler: 'index.handler',
    runtime: lambda.Runtime.PYTHON_3_14,
  });
  report.addEventSource(new SqsEventSource(queue));
  new lambda.Function(stack, 'Reader', {
    ...inline('exports.handler = async () => {}'),
    role: new iam.Role(stack, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonDynamoDBReadOnlyAccess')],
    }),
  });
}
