import { fileURLToPath } from 'node:url';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { eventPattern, Subscription } from 'tributary-gateway/subscriptions';
import { types } from './types.ts';

export interface AutoReplyStackProps extends StackProps {
  readonly busArn: string;
}

export class AutoReplyStack extends Stack {
  constructor(scope: Construct, id: string, props: AutoReplyStackProps) {
    super(scope, id, props);
    const handled = new dynamodb.Table(this, 'Handled', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    });
    const reply = new NodejsFunction(this, 'Reply', {
      runtime: Runtime.NODEJS_24_X,
      entry: fileURLToPath(new URL('handler.ts', import.meta.url)),
      timeout: Duration.seconds(30),
      environment: { HANDLED_TABLE: handled.tableName },
    });
    handled.grant(reply, 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    new Subscription(this, 'Texts', {
      busArn: props.busArn,
      // By default the pattern excludes replays: the bot must not reply to last month's messages.
      pattern: eventPattern(types, {
        detail: { data: { message: { content: { kind: ['text'] } } } },
      }),
      to: { function: reply },
    });
  }
}
