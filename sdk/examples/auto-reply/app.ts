/**
 * The CDK app of the example. On a developer's machine it has a gateway of its own: `npx tributary start`. With the bus
 * of your gateway it subscribes to that: `npx cdk deploy -c busArn=…`.
 */
import { App, Stack } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { Gateway } from 'tributary-gateway/cdk';
import { incs } from 'tributary-gateway/providers';
import { AutoReplyStack } from './stack.ts';

const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS });
const busArn: string | undefined = app.node.tryGetContext('busArn');
new AutoReplyStack(app, 'auto-reply', { busArn: busArn ?? createLocalBus() });

function createLocalBus(): string {
  const gateway = new Gateway(new Stack(app, 'gateway'), 'Default', { providers: [incs()] });
  return gateway.bus.eventBusArn;
}
