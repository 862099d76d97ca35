import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { App, type Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { QueueBatch } from '../../../sdk/handler/index.ts';
import type { Emulator } from '../../../tools/emulator/emulator.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';

/** Synthesizes an example in the account of the bus, without bundling its functions. */
export function synthesizeExample<Props extends StackProps & { readonly busArn: string }>(
  Example: new (scope: App, id: string, props: Props) => Stack,
  props: Props,
): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const [, , , region = '', account = ''] = props.busArn.split(':');
  return Template.fromStack(new Example(app, Example.name, { ...props, env: { account, region } }));
}

/**
 * Puts the template's rule on the bus of an emulator, with a queue as its target. The queue stands for
 * the example's own queue, or for Lambda's queue of asynchronous invocations.
 */
export async function subscribe(gateway: Emulator, template: Template) {
  const { eventBridge, sqs } = createClients(gateway.awsEndpoint, 'test');
  const [[name, rule] = [], ...others] = Object.entries(
    template.findResources('AWS::Events::Rule'),
  );
  if (!name || !rule || others.length > 0)
    throw new Error('the example must have exactly one rule');
  const { EventPattern, EventBusName } = rule.Properties;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await eventBridge.send(
    new PutRuleCommand({ Name: name, EventBusName, EventPattern: JSON.stringify(EventPattern) }),
  );
  await eventBridge.send(
    new PutTargetsCommand({
      Rule: name,
      EventBusName,
      Targets: [{ Id: 'Queue', Arn: Attributes?.QueueArn }],
    }),
  );
  return {
    /** Receives the next event that the rule matches, as a batch of a queue. */
    async nextBatch(): Promise<QueueBatch> {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: 20 }),
      );
      const [message] = Messages;
      if (!message?.MessageId || !message.Body)
        throw new Error('no event arrived within 20 seconds');
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return { Records: [{ messageId: message.MessageId, body: message.Body }] };
    },
    /** Receives the next event in the form in which a function receives it. */
    async nextEvent(): Promise<unknown> {
      const { Records } = await this.nextBatch();
      return JSON.parse(Records[0]?.body ?? '');
    },
  };
}
