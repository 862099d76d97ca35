import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it, onTestFinished } from 'vitest';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';
import { readRetentions } from '../../../tools/operator/gateway/read-retentions.ts';

it('the queues of the mirror and of HTTP subscriptions hold data beside the table', async () => {
  const sqs = mockClient(SQSClient);
  onTestFinished(() => sqs.restore());
  const state = (waiting: string, inFlight: string) => ({
    Attributes: {
      ApproximateNumberOfMessages: waiting,
      ApproximateNumberOfMessagesNotVisible: inFlight,
    },
  });
  sqs.on(GetQueueAttributesCommand, { QueueUrl: 'media' }).resolves(state('1', '2'));
  sqs.on(GetQueueAttributesCommand, { QueueUrl: 'dead-letters' }).resolves(state('3', '4'));
  const gateway = {
    clients: { sqs: new SQSClient({ region: 'us-east-1' }) },
    resources: { mediaQueueUrl: 'media', mediaDeadLetterQueueUrl: 'dead-letters' },
    localOrigin: 'http://127.0.0.1:8787',
    httpSubscriptions: [{ name: 'Orders' }, { name: 'Support', order: {} }],
  } as unknown as Gateway;
  expect(await readRetentions(gateway)).toEqual({
    backups: [],
    exports: [],
    queuedMessages: 3,
    queuedDeadLetters: 7,
    httpSubscriptions: [
      { name: 'Orders', isOrdered: false },
      { name: 'Support', isOrdered: true },
    ],
    hasEventLog: true,
  });
});
