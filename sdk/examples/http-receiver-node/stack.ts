import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { eventPattern, HttpSubscription } from 'tributary-gateway/subscriptions';

export interface HttpReceiverStackProps extends StackProps {
  readonly busArn: string;
  /** Where the receiver is. */
  readonly url: string;
}

export class HttpReceiverStack extends Stack {
  constructor(scope: Construct, id: string, props: HttpReceiverStackProps) {
    super(scope, id, props);
    new HttpSubscription(this, 'Receiver', {
      busArn: props.busArn,
      url: props.url,
      pattern: eventPattern(['message.received', 'message.status.updated']),
    });
  }
}
