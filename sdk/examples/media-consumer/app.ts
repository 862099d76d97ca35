/**
 * The CDK app of the example. On a developer's machine it has a gateway of its own: `npx tributary start`. With the
 * outputs of your gateway it subscribes to that:
 * `npx cdk deploy -c busArn=… -c eventsTableName=… -c subscriberPolicyArn=…`.
 */
import { App, Stack } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { Gateway } from 'tributary-gateway/cdk';
import { incs } from 'tributary-gateway/providers';
import { MediaConsumerStack, type MediaConsumerStackProps } from './stack.ts';

const app = new App({ context: CURRENTLY_RECOMMENDED_FLAGS });
const busArn: string | undefined = app.node.tryGetContext('busArn');
new MediaConsumerStack(
  app,
  'media-consumer',
  busArn === undefined ? createLocal() : readContext(busArn),
);

function createLocal(): MediaConsumerStackProps {
  const { bus, table, subscriberPolicy } = new Gateway(new Stack(app, 'gateway'), 'Default', {
    providers: [incs()],
  });
  return {
    busArn: bus.eventBusArn,
    eventsTableName: table.tableName,
    subscriberPolicyArn: subscriberPolicy.managedPolicyArn,
  };
}

function readContext(busArn: string): MediaConsumerStackProps {
  const read = (name: string): string => {
    const value: string | undefined = app.node.tryGetContext(name);
    if (value === undefined) throw new Error(`add -c ${name}=<output of the gateway's stack>`);
    return value;
  };
  return {
    busArn,
    eventsTableName: read('eventsTableName'),
    subscriberPolicyArn: read('subscriberPolicyArn'),
  };
}
