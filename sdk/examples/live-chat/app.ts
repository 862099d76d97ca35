/**
 * The CDK app of the example. On a developer's machine it has a gateway of its own, and a chat server on the port
 * CHAT_PORT: `npx tributary start`. With yours it subscribes to that: `npx cdk deploy -c busArn=… -c chatUrl=…`.
 */
import { App, Stack } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { Gateway } from 'tributary-gateway/cdk';
import { incs } from 'tributary-gateway/providers';
import { LiveChatStack } from './stack.ts';

const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS });
const busArn: string | undefined = app.node.tryGetContext('busArn');
const chatUrl: string | undefined = app.node.tryGetContext('chatUrl');
const { CHAT_PORT = '3000' } = process.env;
new LiveChatStack(app, 'live-chat', {
  busArn: busArn ?? createLocalBus(),
  chatUrl: chatUrl ?? `http://127.0.0.1:${CHAT_PORT}/`,
});

function createLocalBus(): string {
  const gateway = new Gateway(new Stack(app, 'gateway'), 'Default', { providers: [incs()] });
  return gateway.bus.eventBusArn;
}
