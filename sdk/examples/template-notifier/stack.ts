import { fileURLToPath } from 'node:url';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { eventPattern, Subscription } from 'tributary-gateway/subscriptions';
import { types } from './types.ts';

export interface TemplateNotifierStackProps extends StackProps {
  readonly busArn: string;
}

export class TemplateNotifierStack extends Stack {
  constructor(scope: Construct, id: string, props: TemplateNotifierStackProps) {
    super(scope, id, props);
    const notify = new NodejsFunction(this, 'Notify', {
      runtime: Runtime.NODEJS_24_X,
      entry: fileURLToPath(new URL('handler.ts', import.meta.url)),
    });
    new Subscription(this, 'UnusableTemplates', {
      busArn: props.busArn,
      pattern: eventPattern(types, {
        detail: { data: { current: ['REJECTED', 'PAUSED', 'DISABLED'] } },
      }),
      to: { function: notify },
    });
  }
}
