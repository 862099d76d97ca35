import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deliveryPermission, eventBridge } from '../access/invocation-grants.ts';
import type { ResourcePolicies } from '../access/resource-policies.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Stack } from '../template/stack.ts';
import { type DeliverToTarget, DeliveryRefused } from './deliveries.ts';

export interface TargetDeliveryOptions {
  readonly stack: Stack;
  readonly sqs: SQSClient;
  readonly functions: Functions;
  readonly resourcePolicies: ResourcePolicies;
}

/**
 * Delivers events to queues and to the functions of the stack when their policies allow the rule. Only
 * policies in the template count: a queue that an API call created accepts every rule.
 */
export function createTargetDelivery(options: TargetDeliveryOptions): DeliverToTarget {
  const { stack, sqs, functions, resourcePolicies } = options;
  const inTemplate = new Set(
    stack
      .ofType('AWS::SQS::Queue', 'AWS::Lambda::Function')
      .map(({ attributes }) => attributes.Arn),
  );
  return async ({ ruleArn, target: { Arn, SqsParameters } }, event) => {
    const decision = resourcePolicies.decide(eventBridge, deliveryPermission(ruleArn, Arn));
    if (inTemplate.has(Arn) && decision !== 'allow') {
      throw new DeliveryRefused(`its policy does not allow ${ruleArn}`);
    }
    if (Arn.split(':')[2] === 'lambda') {
      const result = await functions.find(Arn).lambda.invoke(event);
      if (result.outcome !== 'succeeded') throw new Error(result.error.errorMessage);
      return;
    }
    const { QueueUrl } = await sqs.send(
      new GetQueueUrlCommand({ QueueName: Arn.split(':').at(-1) }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: event, ...SqsParameters }));
  };
}
