import { fileURLToPath } from 'node:url';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { eventPattern, Subscription } from 'tributary-gateway/subscriptions';
import { types } from './types.ts';

export interface MediaConsumerStackProps extends StackProps {
  /** Outputs of the gateway's stack. */
  readonly busArn: string;
  readonly eventsTableName: string;
  readonly subscriberPolicyArn: string;
}

export class MediaConsumerStack extends Stack {
  constructor(scope: Construct, id: string, props: MediaConsumerStackProps) {
    super(scope, id, props);
    const moderate = new NodejsFunction(this, 'Moderate', {
      runtime: Runtime.NODEJS_24_X,
      entry: fileURLToPath(new URL('handler.ts', import.meta.url)),
      timeout: Duration.seconds(30),
      environment: { EVENTS_TABLE: props.eventsTableName },
    });
    // The policy allows the role to read the media bucket. A link has the permissions of its signer.
    moderate.role?.addManagedPolicy(
      iam.ManagedPolicy.fromManagedPolicyArn(this, 'Subscriber', props.subscriberPolicyArn),
    );
    new Subscription(this, 'Pictures', {
      busArn: props.busArn,
      pattern: eventPattern(types, {
        detail: { data: { contentType: [{ prefix: 'image/' }] } },
      }),
      to: { function: moderate },
    });
  }
}
