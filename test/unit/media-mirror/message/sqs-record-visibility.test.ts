import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqsRecordVisibility } from '../../../../functions/media-mirror/message/sqs-record-visibility.ts';

let fauxqs: FauxqsServer;
let client: SQSClient;

beforeAll(async () => {
  fauxqs = await startFauxqs({ port: 0, logger: false });
  client = new SQSClient({
    endpoint: `http://127.0.0.1:${fauxqs.port}`,
    useQueueUrlAsEndpoint: false,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

afterAll(async () => {
  client.destroy();
  await fauxqs.stop();
});

/** A message that was received from its own queue. */
async function receiveFrom(queueName: string) {
  const { queueUrl, queueArn } = fauxqs.createQueue(queueName);
  fauxqs.sendMessage(queueName, '{}');
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
  return { eventSourceARN: queueArn, receiptHandle: Messages?.[0]?.ReceiptHandle ?? '' };
}

const inFlight = (queueName: string) => fauxqs.inspectQueue(queueName)?.messages.inflight ?? [];

describe('a received record', () => {
  it('is hidden for the given time in the queue from which it came', async () => {
    const record = await receiveFrom('media');
    await createSqsRecordVisibility(client).hide(record, 21_600);
    const [message] = inFlight('media');
    const leftMs = (message?.visibilityDeadline ?? 0) - Date.now();
    expect(leftMs).toBeGreaterThan(21_000_000);
    expect(leftMs).toBeLessThanOrEqual(21_600_000);
  });

  it('is visible again at once after 0 seconds', async () => {
    const record = await receiveFrom('again');
    await createSqsRecordVisibility(client).hide(record, 0);
    expect(inFlight('again')).toEqual([]);
    expect(fauxqs.inspectQueue('again')?.messages.ready).toHaveLength(1);
  });

  it('that cannot be hidden is a failure of the queue', async () => {
    const record = { ...(await receiveFrom('other')), receiptHandle: 'stale' };
    await expect(createSqsRecordVisibility(client).hide(record, 30)).rejects.toMatchObject({
      code: 'queue_unavailable',
      retryable: true,
    });
  });
});
