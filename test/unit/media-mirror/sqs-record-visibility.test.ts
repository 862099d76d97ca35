import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqsRecordVisibility } from '../../../functions/media-mirror/sqs-record-visibility.ts';

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

/** A message that was received from a queue of its own. */
async function receiveFrom(queueName: string) {
  const { queueUrl, queueArn } = fauxqs.createQueue(queueName);
  fauxqs.sendMessage(queueName, '{}');
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
  return { eventSourceARN: queueArn, receiptHandle: Messages?.[0]?.ReceiptHandle ?? '' };
}

const inFlight = (queueName: string) => fauxqs.inspectQueue(queueName)?.messages.inflight ?? [];

describe('the visibility of a record', () => {
  it('is taken away for as long as it is told, in the queue that the record came from', async () => {
    const record = await receiveFrom('media');
    await createSqsRecordVisibility(client).hide(record, 21_600);
    const [message] = inFlight('media');
    const leftMs = (message?.visibilityDeadline ?? 0) - Date.now();
    expect(leftMs).toBeGreaterThan(21_000_000);
    expect(leftMs).toBeLessThanOrEqual(21_600_000);
  });

  it('comes back at once with 0 seconds', async () => {
    const record = await receiveFrom('again');
    await createSqsRecordVisibility(client).hide(record, 0);
    expect(inFlight('again')).toEqual([]);
    expect(fauxqs.inspectQueue('again')?.messages.ready).toHaveLength(1);
  });

  it('that cannot be changed is trouble with the queue', async () => {
    const record = { ...(await receiveFrom('other')), receiptHandle: 'stale' };
    await expect(createSqsRecordVisibility(client).hide(record, 30)).rejects.toMatchObject({
      code: 'queue_unavailable',
      retryable: true,
    });
  });
});
