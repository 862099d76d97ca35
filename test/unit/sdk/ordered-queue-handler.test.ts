import { describe, expect, it } from 'vitest';
import { toTicketBody } from '../../../sdk/handler/conversation-order.ts';
import { createOrderedQueueHandler, type QueueBatch } from '../../../sdk/handler/index.ts';
import { delivered, goldenEvent } from '../../support/golden-events.ts';
import { createMemoryConversationOrder } from '../../support/memory-conversation-order.ts';

// What a handler does with one batch. test/property/ordered-subscription.test.ts has whole runs.
const golden = goldenEvent('message.received');
const status = goldenEvent('message.status.updated');

/** A handler of messages, with events that wait and a batch of their tickets. */
function setUp({ fails = () => false }: { readonly fails?: (position: string) => boolean } = {}) {
  const handled: string[] = [];
  const failures: string[] = [];
  const { waiting, order, deadLetters } = createMemoryConversationOrder({ maxAttempts: 3 });
  let running = 0;
  let mostRunning = 0;
  const handle = createOrderedQueueHandler(
    ['message.received'],
    {
      'message.received': async ({ late, detail: { metadata } }) => {
        running += 1;
        mostRunning = Math.max(mostRunning, running);
        await new Promise(setImmediate);
        running -= 1;
        if (fails(metadata.id)) throw new Error('no');
        handled.push(`${metadata.id}${late ? ' late' : ''}`);
      },
    },
    { order, onFailure: (_, position) => failures.push(position) },
  );
  /** Stores an event and returns its ticket. */
  async function ticket(conversation: string, second: number, received = 1, json?: string) {
    const event = structuredClone(golden);
    const id = `7a1c2f00-0000-8000-8000-00000000000${second}`;
    const position = `2026-01-02T03:04:0${second}.000Z#${id}`;
    Object.assign(event.detail.metadata, { id });
    const messageId = `${conversation} ${second}`;
    const stored = { conversation, position, id, messageId };
    await waiting.add({ ...stored, json: json ?? JSON.stringify(delivered(event)) });
    return {
      messageId,
      body: toTicketBody({ conversation, position }),
      attributes: { ApproximateReceiveCount: String(received) },
    } satisfies QueueBatch['Records'][number];
  }
  return { handle, ticket, handled, failures, deadLetters, most: () => mostRunning };
}

const idOf = (second: number) => `7a1c2f00-0000-8000-8000-00000000000${second}`;
const failuresOf = ({ batchItemFailures }: { batchItemFailures: { itemIdentifier: string }[] }) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe('createOrderedQueueHandler', () => {
  it('handles with a ticket what belongs before it, and marks what comes after it as late', async () => {
    const { handle, ticket, handled } = setUp();
    const [third, first] = [await ticket('a', 3), await ticket('a', 1)];
    await handle({ Records: [third, first] });
    await handle({ Records: [await ticket('a', 2)] });
    expect(handled).toEqual([idOf(1), idOf(3), `${idOf(2)} late`]);
  });

  it('returns everything of a conversation after its first failure, and nothing of another', async () => {
    const { handle, ticket, handled } = setUp({ fails: (id) => id === idOf(2) });
    const Records = [
      await ticket('a', 1),
      await ticket('a', 2),
      await ticket('b', 1),
      await ticket('a', 3),
    ];
    expect(failuresOf(await handle({ Records }))).toEqual(['a 2', 'a 3']);
    expect(handled.toSorted()).toEqual([idOf(1), idOf(1)]);
  });

  it('handles conversations side by side, and those that were delivered before one by one', async () => {
    const fresh = setUp();
    await fresh.handle({
      Records: [await fresh.ticket('a', 1), await fresh.ticket('b', 1), await fresh.ticket('c', 1)],
    });
    expect(fresh.most()).toBe(3);
    const again = setUp();
    await again.handle({
      Records: [await again.ticket('a', 1, 2), await again.ticket('b', 1, 2)],
    });
    expect(again.most()).toBe(1);
  });

  it('sends at once an event to the dead letters that it cannot read, and goes on', async () => {
    const { handle, ticket, handled, failures, deadLetters } = setUp();
    const json = JSON.stringify(delivered(status));
    const Records = [await ticket('a', 1, 1, json), await ticket('a', 2)];
    expect(failuresOf(await handle({ Records }))).toEqual([]);
    expect(handled).toEqual([idOf(2)]);
    expect(deadLetters).toEqual([json]);
    expect(failures).toEqual([`2026-01-02T03:04:01.000Z#${idOf(1)}`]);
  });

  it('returns a message that is not a ticket, and says what to connect', async () => {
    const errors: unknown[] = [];
    const { order } = createMemoryConversationOrder({ maxAttempts: 3 });
    const handle = createOrderedQueueHandler(
      ['message.received'],
      { 'message.received': () => {} },
      { order, onFailure: (error) => errors.push(error) },
    );
    const Records = [{ messageId: 'x', body: JSON.stringify(delivered(golden)) }];
    expect(failuresOf(await handle({ Records }))).toEqual(['x']);
    expect(errors).toMatchObject([{ code: 'misconfigured' }]);
  });
});
