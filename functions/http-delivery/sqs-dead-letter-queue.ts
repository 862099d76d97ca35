import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { DeadLetterQueue } from './ports.ts';

/** The dead-letter queue of an HTTP subscription. An event in it has the form in which EventBridge delivers it. */
export function createSqsDeadLetterQueue(client: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    async send(event) {
      try {
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: event }));
      } catch (cause) {
        throw new TributaryError(
          'queue_unavailable',
          'an event could not be sent to the dead-letter queue: check the AWS status page',
          { retryable: true, cause },
        );
      }
    },
  };
}
