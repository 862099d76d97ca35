import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { createSqsRecordVisibility } from '../../../shared/queues/sqs-record-visibility.ts';

it.each([
  [
    'arn:aws:sqs:eu-west-1:123456789012:media',
    'https://sqs.eu-west-1.amazonaws.com/123456789012/media',
  ],
  [
    'arn:aws-us-gov:sqs:us-gov-west-1:123456789012:media',
    'https://sqs.us-gov-west-1.amazonaws.com/123456789012/media',
  ],
  [
    'arn:aws-cn:sqs:cn-north-1:123456789012:media',
    'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/media',
  ],
  [
    'arn:aws-eusc:sqs:eusc-de-east-1:123456789012:media',
    'https://sqs.eusc-de-east-1.amazonaws.eu/123456789012/media',
  ],
])('the queue %s has the URL of its region and partition', async (eventSourceARN, QueueUrl) => {
  const client = new SQSClient({ region: 'us-east-1' });
  const sqs = mockClient(client);
  const record = { eventSourceARN, receiptHandle: 'a receipt' };
  await createSqsRecordVisibility(client).hide(record, 30);
  const [call] = sqs.commandCalls(ChangeMessageVisibilityCommand);
  expect(call?.args[0].input).toEqual({
    QueueUrl,
    ReceiptHandle: 'a receipt',
    VisibilityTimeout: 30,
  });
});
