import { describe, expect, it, vi } from 'vitest';
import {
  createHandler,
  createQueueHandler,
  type Deduplication,
} from '../../../sdk/handler/index.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import { delivered, goldenEvent } from '../../support/golden-events.ts';

const received = goldenEvent('message.received');
const status = goldenEvent('message.status.updated');
const template = goldenEvent('template.status.updated');
const types = ['message.received', 'message.status.updated'] as const;

function recorder() {
  const seen: string[] = [];
  return {
    seen,
    reactions: {
      'message.received': vi.fn(async ({ detail }) => void seen.push(detail.data.message.id)),
      'message.status.updated': vi.fn(({ detail }) => void seen.push(detail.data.status)),
    },
  };
}

/** Remembers events in memory. */
function inMemory(): Deduplication & { readonly states: Map<string, 'in_progress' | 'done'> } {
  const states = new Map<string, 'in_progress' | 'done'>();
  return {
    states,
    async claim(id) {
      const outcome = states.get(id);
      if (outcome) return { outcome };
      states.set(id, 'in_progress');
      return {
        outcome: 'claimed',
        // Both take as long as a table takes: an invocation must not end before.
        complete: async () => {
          await new Promise(setImmediate);
          states.set(id, 'done');
        },
        release: async () => {
          await new Promise(setImmediate);
          states.delete(id);
        },
      };
    },
  };
}

describe('createHandler', () => {
  it('calls the reaction for the type of each event', async () => {
    const { seen, reactions } = recorder();
    const handle = createHandler(types, reactions);
    await handle(delivered(received));
    await handle(delivered(status));
    expect(seen).toEqual([received.detail.data.message.id, status.detail.data.status]);
  });

  it('waits for the reaction and rejects with its error', async () => {
    const handle = createHandler(['message.received'], {
      'message.received': async () => Promise.reject(new Error('no')),
    });
    await expect(handle(delivered(received))).rejects.toThrow('no');
  });

  it.each([
    ['a type without a reaction', delivered(template), 'template.status.updated'],
    ['an unknown type', { ...received, 'detail-type': 'x' }, 'x is not an event of Tributary'],
    ['an invalid event', { ...received, detail: {} }, 'update the package'],
    ['an input that is not an event', undefined, 'the input is not an event of Tributary'],
  ])('refuses %s', async (_, event, words) => {
    const { seen, reactions } = recorder();
    const refusal = createHandler(types, reactions)(event);
    await expect(refusal).rejects.toThrow(TributaryError);
    await expect(refusal).rejects.toMatchObject({ code: 'event_unreadable', retryable: false });
    await expect(refusal).rejects.toThrow(words);
    expect(seen).toEqual([]);
  });

  const replay = {
    ...delivered(received),
    detail: { ...received.detail, metadata: { ...received.detail.metadata, replayed: true } },
  };

  it('refuses a replay that it does not ask for, and handles one that it does', async () => {
    const { seen, reactions } = recorder();
    await expect(createHandler(types, reactions)(replay)).rejects.toMatchObject({
      code: 'event_unreadable',
      message: expect.stringContaining('give the handler replays: true'),
    });
    expect(seen).toEqual([]);
    await createHandler(types, reactions, { replays: true })(replay);
    expect(seen).toEqual([received.detail.data.message.id]);
  });

  it('refuses a message of another app and of the history, which it does not list', async () => {
    const { seen, reactions } = recorder();
    for (const type of ['standby.message.received', 'history.message.received'] as const) {
      const refusal = createHandler(types, reactions)(delivered(goldenEvent(type)));
      await expect(refusal).rejects.toThrow(`no reaction to ${type}`);
    }
    expect(seen).toEqual([]);
  });

  it('handles of the replays only what it has missed, when it deduplicates', async () => {
    const { seen, reactions } = recorder();
    const deduplicate = inMemory();
    const handle = createHandler(types, reactions, { deduplicate, replays: true });
    await handle(delivered(received));
    await handle(replay);
    expect(seen).toHaveLength(1);
    deduplicate.states.clear();
    await handle(replay);
    expect(seen).toHaveLength(2);
  });

  it('handles an event again that is delivered again, by default', async () => {
    const { seen, reactions } = recorder();
    const handle = createHandler(types, reactions);
    await handle(delivered(received));
    await handle(delivered(received));
    expect(seen).toHaveLength(2);
  });

  describe('that deduplicates', () => {
    it('handles an event once, even if EventBridge delivers it with another id', async () => {
      const { seen, reactions } = recorder();
      const handle = createHandler(types, reactions, { deduplicate: inMemory() });
      await handle(delivered(received));
      await handle({ ...delivered(received), id: 'c0ffee00-0000-4000-8000-000000000002' });
      expect(seen).toHaveLength(1);
    });

    it('handles an event again whose reaction failed', async () => {
      const { seen, reactions } = recorder();
      reactions['message.received'].mockRejectedValueOnce(new Error('no'));
      const handle = createHandler(types, reactions, { deduplicate: inMemory() });
      await expect(handle(delivered(received))).rejects.toThrow('no');
      await handle(delivered(received));
      expect(seen).toHaveLength(1);
    });

    it('fails while another invocation handles the event, so that it is delivered again', async () => {
      const { seen, reactions } = recorder();
      const deduplicate = inMemory();
      deduplicate.states.set(received.detail.metadata.id, 'in_progress');
      const handle = createHandler(types, reactions, { deduplicate });
      await expect(handle(delivered(received))).rejects.toMatchObject({
        code: 'event_in_progress',
        retryable: true,
      });
      expect(seen).toEqual([]);
    });
  });
});

describe('createQueueHandler', () => {
  const record = (messageId: string, event: unknown) => ({
    messageId,
    body: JSON.stringify(event),
  });

  it('reports only the messages that failed', async () => {
    const { seen, reactions } = recorder();
    reactions['message.status.updated'].mockImplementation(() => {
      throw new Error('no');
    });
    const failures: string[] = [];
    const handle = createQueueHandler(types, reactions, {
      onFailure: (error, messageId) => failures.push(`${messageId}: ${String(error)}`),
    });
    const batch = [
      record('1', delivered(received)),
      record('2', delivered(status)),
      { messageId: '3', body: 'not JSON' },
    ];
    const { batchItemFailures } = await handle({ Records: batch });
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual([
      '2',
      '3',
    ]);
    expect(failures.sort()).toEqual(['2: Error: no', expect.stringMatching(/^3: SyntaxError/)]);
    expect(seen).toEqual([received.detail.data.message.id]);
  });

  it('takes replays only where it asks for them', async () => {
    const { reactions } = recorder();
    const metadata = { ...received.detail.metadata, replayed: true };
    const replay = { ...delivered(received), detail: { ...received.detail, metadata } };
    const Records = [record('1', replay)];
    const refusing = createQueueHandler(types, reactions, { onFailure: () => {} });
    expect(await refusing({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    const asking = createQueueHandler(types, reactions, { replays: true });
    expect(await asking({ Records })).toEqual({ batchItemFailures: [] });
  });

  it('handles an event once that is twice in a batch', async () => {
    const { seen, reactions } = recorder();
    const handle = createQueueHandler(types, reactions, {
      deduplicate: inMemory(),
      onFailure: () => {},
    });
    const Records = [record('1', delivered(received)), record('2', delivered(received))];
    const { batchItemFailures } = await handle({ Records });
    expect(batchItemFailures).toEqual([{ itemIdentifier: '2' }]);
    expect(await handle({ Records: [Records[1]].flatMap((it) => it ?? []) })).toEqual({
      batchItemFailures: [],
    });
    expect(seen).toHaveLength(1);
  });
});
