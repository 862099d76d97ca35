import { fileURLToPath } from 'node:url';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { eventPattern, Subscription } from 'tributary-gateway/subscriptions';
import { types } from './types.ts';

export interface LiveChatStackProps extends StackProps {
  readonly busArn: string;
  /** Where the chat server takes lines. */
  readonly chatUrl: string;
}

export class LiveChatStack extends Stack {
  constructor(scope: Construct, id: string, props: LiveChatStackProps) {
    super(scope, id, props);
    const chat = new NodejsFunction(this, 'Chat', {
      runtime: Runtime.NODEJS_24_X,
      entry: fileURLToPath(new URL('handler.ts', import.meta.url)),
      // A conversation that failed is tried again after six times this.
      timeout: Duration.seconds(10),
      environment: { CHAT_URL: props.chatUrl },
    });
    new Subscription(this, 'Texts', {
      busArn: props.busArn,
      pattern: eventPattern(types, {
        detail: { data: { message: { content: { kind: ['text'] } } } },
      }),
      to: { function: chat },
      order: 'conversation',
      // Users wait for a chat: rather reload a window now and then than hold every line back.
      orderSettings: { holdBack: Duration.seconds(2) },
    });
  }
}
