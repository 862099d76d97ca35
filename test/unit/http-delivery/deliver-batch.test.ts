import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createBatchDelivery } from '../../../functions/http-delivery/deliver-batch.ts';
import type { Delivery } from '../../../functions/http-delivery/deliver-event.ts';

const nowMs = Date.parse('2026-03-01T00:00:00.000Z');

function recordOf(receives: number, ageSeconds: number): SQSRecord {
  return {
    messageId: 'message-1',
    receiptHandle: 'receipt',
    body: 'event',
    attributes: {
      ApproximateReceiveCount: String(receives),
      // An event may have waited for long before it was first delivered.
      SentTimestamp: '0',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: String(nowMs - ageSeconds * 1000),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:queue',
    awsRegion: 'eu-west-1',
  };
}

function open(delivery: Delivery, { isQueueDown = false } = {}) {
  const attempts: number[] = [];
  const hidden: number[] = [];
  const deadLetters: string[] = [];
  const handle = createBatchDelivery({
    deliver: async (_, { number }) => {
      attempts.push(number);
      return delivery;
    },
    deadLetters: {
      send: async (event) => {
        if (isQueueDown) throw new Error('down');
        deadLetters.push(event);
      },
    },
    visibility: { hide: async (_, seconds) => void hidden.push(seconds) },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => new Date(nowMs),
  });
  return { handle, attempts, hidden, deadLetters };
}

const returned = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };

describe('a batch', () => {
  it.each([
    [11, 600, 5],
    [11, 100_000, 11],
    [3, 100_000, 3],
  ])('counts %i deliveries in %i s as %i attempts', async (receives, ageSeconds, number) => {
    const { handle, attempts } = open({ kind: 'delivered' });
    expect(await handle({ Records: [recordOf(receives, ageSeconds)] })).toEqual({
      batchItemFailures: [],
    });
    expect(attempts).toEqual([number]);
  });

  it.each<[Delivery, number, number]>([
    [{ kind: 'again', seconds: 20 }, 2, 20],
    [{ kind: 'own_failure' }, 1, 60],
    [{ kind: 'own_failure' }, 500, 1_800],
  ])('hides an event after %o', async (delivery, receives, seconds) => {
    const { handle, hidden } = open(delivery);
    expect(await handle({ Records: [recordOf(receives, 0)] })).toEqual(returned);
    expect(hidden).toEqual([seconds]);
  });

  it('deletes a dead letter from the queue only when it was sent', async () => {
    const sent = open({ kind: 'dead_letter' });
    expect(await sent.handle({ Records: [recordOf(1, 0)] })).toEqual({ batchItemFailures: [] });
    expect(sent.deadLetters).toEqual(['event']);
    const unsent = open({ kind: 'dead_letter' }, { isQueueDown: true });
    expect(await unsent.handle({ Records: [recordOf(1, 0)] })).toEqual(returned);
    expect(unsent.hidden).toEqual([60]);
  });
});
