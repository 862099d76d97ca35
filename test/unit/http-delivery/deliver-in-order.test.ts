import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../functions/http-delivery/deliver-event.ts';
import { createOrderedDelivery } from '../../../functions/http-delivery/deliver-in-order.ts';
import { toTicketBody } from '../../../sdk/handler/conversation-order.ts';
import { createMemoryConversationOrder } from '../../support/memory-conversation-order.ts';

const conversation = 'whatsapp#15550100001#447700900123';
const position = '2026-01-02T03:04:01.000Z#id-1';

async function open(delivery: Delivery, conversations: readonly string[] = [conversation]) {
  const { waiting, order, deadLetters } = createMemoryConversationOrder({
    maxAttempts: Number.MAX_SAFE_INTEGER,
    nowSeconds: () => 1_767_323_045,
  });
  for (const each of conversations) {
    await waiting.add({ conversation: each, position, id: 'id-1', json: '{}', messageId: each });
  }
  const attempts: number[] = [];
  const hidden: number[] = [];
  const world = { delivery, remainingMs: 60_000, attempts, hidden, order, deadLetters };
  const handle = createOrderedDelivery({
    order,
    deliver: async (_, { number }) => {
      attempts.push(number);
      return world.delivery;
    },
    visibility: { hide: async (_, seconds) => void hidden.push(seconds) },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const run = (receives: number) =>
    handle(
      {
        Records: conversations.map((each) => ({
          messageId: each,
          receiptHandle: 'receipt',
          body: toTicketBody({ conversation: each, position }),
          attributes: {
            ApproximateReceiveCount: String(receives),
            SentTimestamp: '0',
            SenderId: 'sender',
            ApproximateFirstReceiveTimestamp: '0',
          },
          messageAttributes: {},
          md5OfBody: '',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:queue.fifo',
          awsRegion: 'eu-west-1',
        })),
      },
      { getRemainingTimeInMillis: () => world.remainingMs },
    );
  return { world, run };
}

describe('an event in order', () => {
  it('uses up no attempt by a failure of our own', async () => {
    const { world, run } = await open({ kind: 'own_failure' });
    for (const receives of [1, 2, 3]) await run(receives);
    world.delivery = { kind: 'again', seconds: 5 };
    await run(4);
    await run(5);
    expect(world.attempts).toEqual([1, 1, 1, 1, 2]);
    expect(world.hidden).toEqual([60, 120, 180, 5, 5]);
  });

  it('does not begin when the invocation has too little time for it, and comes back at once', async () => {
    const { world, run } = await open({ kind: 'delivered' });
    world.remainingMs = 19_999;
    expect((await run(1)).batchItemFailures).toHaveLength(1);
    expect((await world.order.readProgress(conversation)).beginnings).toBe(0);
    expect(world.hidden).toEqual([0]);
    world.remainingMs = 20_000;
    expect((await run(2)).batchItemFailures).toEqual([]);
    expect(world.attempts).toEqual([1]);
  });

  it('that becomes a dead letter lets its conversation go on', async () => {
    const { world, run } = await open({ kind: 'dead_letter' });
    expect(await run(1)).toEqual({ batchItemFailures: [] });
    expect(world.deadLetters).toEqual(['{}']);
    expect(await run(2)).toEqual({ batchItemFailures: [] });
    expect(world.attempts).toEqual([1]);
  });

  it('waits as long as every other one of its batch', async () => {
    const { world, run } = await open({ kind: 'again', seconds: 80 }, ['one', 'other', 'third']);
    expect((await run(1)).batchItemFailures).toHaveLength(3);
    expect(world.hidden).toEqual([80, 80, 80]);
  });
});
