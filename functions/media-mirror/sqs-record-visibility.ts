import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { RecordVisibility } from './ports.ts';

/**
 * The queue that a record came from, whichever it is.
 *
 * @param client made with `useQueueUrlAsEndpoint: false`: the client knows where SQS is (in this
 *   partition, or in the emulator), the URL only says which queue
 */
export function createSqsRecordVisibility(client: SQSClient): RecordVisibility {
  return {
    hide: async ({ eventSourceARN, receiptHandle }, seconds) => {
      try {
        await client.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: toQueueUrl(eventSourceARN),
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: seconds,
          }),
        );
      } catch (error) {
        throw new TributaryError('queue_unavailable', 'the queue did not take the back-off', {
          retryable: true,
          cause: error,
        });
      }
    },
  };
}

/** `arn:<partition>:sqs:<region>:<account>:<name>` as the URL by which SQS names the queue. */
function toQueueUrl(arn: string): string {
  const [, partition, , region, account, name] = arn.split(':');
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${suffix}/${account}/${name}`;
}
