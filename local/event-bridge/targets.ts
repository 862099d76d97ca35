import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Functions } from '../lambda/functions.ts';
import type { DeliverToTarget } from './deliveries.ts';

/** Delivers events to the queues and functions of the stack. */
export function createTargetDelivery(sqs: SQSClient, functions: Functions): DeliverToTarget {
  return async ({ target }, event) => {
    const [, , service] = target.Arn.split(':');
    if (service === 'lambda') {
      const result = await functions.find(target.Arn).lambda.invoke(event);
      if (result.outcome !== 'succeeded') throw new Error(result.error.errorMessage);
      return;
    }
    const { QueueUrl } = await sqs.send(
      new GetQueueUrlCommand({ QueueName: target.Arn.split(':').at(-1) }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: event }));
  };
}
