import { fileURLToPath } from 'node:url';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { eventPattern, Subscription } from '../../../sdk/subscriptions/index.ts';
import { localAccount } from '../../../tools/emulator-client/account.ts';

/** Synthesizes a bus, an ordered subscription to it, and a table of what its function did. */
export function synthesizeOrderedStack(outdir: string): void {
  const app = new App({ outdir });
  const env = { account: localAccount.accountId, region: localAccount.region };
  const stack = new Stack(app, 'Ordered', { env });
  const bus = new events.EventBus(stack, 'Bus');
  const records = new dynamodb.Table(stack, 'Records', {
    partitionKey: { name: 'conversation', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'at', type: dynamodb.AttributeType.STRING },
  });
  const recorder = new NodejsFunction(stack, 'Recorder', {
    runtime: Runtime.NODEJS_24_X,
    entry: fileURLToPath(new URL('recorder.ts', import.meta.url)),
    handler: 'handler',
    // On a busy machine it takes seconds to start. An attempt that times out begins again, which a test would see.
    timeout: Duration.seconds(12),
    bundling: { externalModules: [] },
    environment: { RECORDS_TABLE: records.tableName },
  });
  records.grantWriteData(recorder);
  const { ordered, deadLetterQueue } = new Subscription(stack, 'Messages', {
    busArn: bus.eventBusArn,
    pattern: eventPattern(['message.received']),
    to: { function: recorder },
    order: 'conversation',
    // A busy machine needs more than the default until it has received the events of a test.
    orderSettings: { holdBack: Duration.seconds(15), maxAttempts: 2 },
  });
  if (!ordered) throw new Error('the subscription is not ordered');
  // The test does not wait for three minutes before each retry.
  (ordered.tickets.node.defaultChild as sqs.CfnQueue).visibilityTimeout = 16;
  new CfnOutput(stack, 'BusName', { value: bus.eventBusName });
  new CfnOutput(stack, 'RecordsTable', { value: records.tableName });
  new CfnOutput(stack, 'DeadLettersArn', { value: deadLetterQueue.queueArn });
  new CfnOutput(stack, 'DeadLettersUrl', { value: deadLetterQueue.queueUrl });
  new CfnOutput(stack, 'InboxArn', { value: ordered.inbox.queueArn });
  app.synth();
}
