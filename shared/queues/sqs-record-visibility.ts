import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { TributaryError } from '../tributary-error.ts';
import type { RecordVisibility } from './record-visibility.ts';

/**
 * Hides a record in the queue from which it came.
 *
 * @param client created with `useQueueUrlAsEndpoint: false`: the client knows the endpoint of SQS (in
 *   this partition, or in the emulator), and the URL only identifies the queue
 */
export function createSqsRecordVisibility(client: SQSClient): RecordVisibility {
  return {
    hide: async ({ eventSourceARN, receiptHandle }, seconds) => {
      try {
        await client.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: toQueueUrl(client, eventSourceARN),
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: seconds,
          }),
        );
      } catch (error) {
        throw new TributaryError(
          'queue_unavailable',
          'the visibility timeout of a record could not be changed: check the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}

/** The URL by which SQS identifies the queue `arn:<partition>:sqs:<region>:<account>:<name>`. */
function toQueueUrl({ config }: SQSClient, arn: string): string {
  const [, , , region = '', account, name] = arn.split(':');
  // The SDK knows the domain of every partition.
  const { origin } = config.endpointProvider({ Region: region }).url;
  return `${origin}/${account}/${name}`;
}
