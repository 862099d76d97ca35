import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../../emulator-client/aws-clients.ts';
import { deliveryPermission, eventBridge } from '../access/invocation-grants.ts';
import type { ResourcePolicies } from '../access/resource-policies.ts';
import { invokeAsynchronously } from '../lambda/asynchronous/invoke-asynchronously.ts';
import { readRetrySettings } from '../lambda/asynchronous/retry-settings.ts';
import { sendDiscarded } from '../lambda/asynchronous/send-discarded.ts';
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
  /** Of a function, with its role. */
  clientsOf(accessKeyId: string): AwsClients;
  now(): Date;
  /** Receives a line for each invocation that failed. */
  onError(line: string): void;
}

/**
 * Delivers events to queues and to the functions of the app when their policies allow the rule, and to its
 * buses. A function has accepted an event when Lambda has it: retries of a function that fails are Lambda's.
 * Only policies in a template count: a queue that an API call created accepts every rule.
 */
export function createTargetDelivery(options: TargetDeliveryOptions): DeliverToTarget {
  const { app, forward, sqs, functions, resourcePolicies, clientsOf, now, onError } = options;
  const retriesOf = readRetrySettings(app);
  const inTemplate = new Set(
    app.resources
      .ofType('AWS::SQS::Queue', 'AWS::Lambda::Function')
      .map(({ attributes }) => attributes.Arn),
  );
  const queueUrlOf = async (arn: string) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }))).QueueUrl;
  return async (matched, event, { signal, onRetry }) => {
    const { ruleArn, target } = matched;
    const { Arn, SqsParameters } = target;
    if (Arn.split(':')[2] === 'events') return forward(Arn, event);
    const input = toTargetInput(matched, event, now());
    const decision = resourcePolicies.decide(eventBridge, deliveryPermission(ruleArn, Arn));
    if (inTemplate.has(Arn) && decision !== 'allow') {
      throw new DeliveryRefused(`its policy does not allow ${ruleArn}`);
    }
    if (Arn.split(':')[2] === 'lambda') {
      const { settings, lambda } = functions.find(Arn);
      const retries = retriesOf(Arn);
      return invokeAsynchronously(input, {
        ...{ settings, lambda, retries, signal, now, onRetry, onError },
        sendToDestinations: (discarded) => {
          const clients = clientsOf(settings.accessKeyId);
          return sendDiscarded(discarded, { ...retries, settings, clients, queueUrlOf, onError });
        },
      });
    }
    const QueueUrl = await queueUrlOf(Arn);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: input, ...SqsParameters }));
  };
}
