import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deliveryPermission, eventBridge } from '../access/invocation-grants.ts';
import type { ResourcePolicies } from '../access/resource-policies.ts';
import type { Functions } from '../lambda/functions.ts';
import type { AppResources } from '../template/stack.ts';
import { type DeliverToTarget, DeliveryRefused } from './deliveries.ts';
import type { EventBridge } from './service.ts';
import { toTargetInput } from './target-input.ts';

export interface TargetDeliveryOptions {
  readonly app: AppResources;
  readonly forward: EventBridge['forward'];
  readonly sqs: SQSClient;
  readonly functions: Functions;
  readonly resourcePolicies: ResourcePolicies;
  now(): Date;
}

/**
 * Delivers events to queues and to the functions of the app when their policies allow the rule, and to its
 * buses. Only policies in a template count: a queue that an API call created accepts every rule.
 */
export function createTargetDelivery(options: TargetDeliveryOptions): DeliverToTarget {
  const { app, forward, sqs, functions, resourcePolicies, now } = options;
  const inTemplate = new Set(
    app.resources
      .ofType('AWS::SQS::Queue', 'AWS::Lambda::Function')
      .map(({ attributes }) => attributes.Arn),
  );
  return async (matched, event) => {
    const { ruleArn, target } = matched;
    const { Arn, SqsParameters } = target;
    if (Arn.split(':')[2] === 'events') return forward(Arn, event);
    const input = toTargetInput(matched, event, now());
    const decision = resourcePolicies.decide(eventBridge, deliveryPermission(ruleArn, Arn));
    if (inTemplate.has(Arn) && decision !== 'allow') {
      throw new DeliveryRefused(`its policy does not allow ${ruleArn}`);
    }
    if (Arn.split(':')[2] === 'lambda') {
      const result = await functions.find(Arn).lambda.invoke(input);
      if (result.outcome !== 'succeeded') throw new Error(result.error.errorMessage);
      return;
    }
    const { QueueUrl } = await sqs.send(
      new GetQueueUrlCommand({ QueueName: Arn.split(':').at(-1) }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: input, ...SqsParameters }));
  };
}
