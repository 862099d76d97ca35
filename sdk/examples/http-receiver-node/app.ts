/**
 * The CDK app of the example. On a developer's machine it has a gateway of its own, and posts to the port
 * RECEIVER_PORT: `npx tributary start`. With yours it subscribes to that: `npx cdk deploy -c busArn=… -c url=…`.
 */
import { App, Stack } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { Gateway } from 'tributary-gateway/cdk';
import { incs } from 'tributary-gateway/providers';
import { HttpReceiverStack } from './stack.ts';

const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS });
const busArn: string | undefined = app.node.tryGetContext('busArn');
const url: string | undefined = app.node.tryGetContext('url');
const { RECEIVER_PORT = '3000' } = process.env;
new HttpReceiverStack(app, 'http-receiver', {
  busArn: busArn ?? createLocalBus(),
  url: url ?? `http://127.0.0.1:${RECEIVER_PORT}/hook`,
});

function createLocalBus(): string {
  const gateway = new Gateway(new Stack(app, 'gateway'), 'Default', { providers: [incs()] });
  return gateway.bus.eventBusArn;
}
