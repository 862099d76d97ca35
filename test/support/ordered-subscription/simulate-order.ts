import { createOrderedQueueHandler } from '../../../sdk/handler/index.ts';
import { forwardBatch } from '../../../sdk/ordering/forward-batch.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { Random } from '../../simulation/random.ts';
import { delivered, goldenEvent } from '../golden-events.ts';
import { createMemoryConversationOrder } from '../memory-conversation-order.ts';
import { type Faults, Invocations } from './invocations.ts';
import { Queue, TicketFifo } from './queues.ts';
import { VirtualTime } from './virtual-time.ts';

export const holdBackMs = 5_000;
export const visibilityMs = 180_000;
export const maxAttempts = 3;
const timeoutMs = 30_000;
const conversations = ['anna', 'ben', 'chris'] as const;

/** What happened to an event. `place` is its number in the order of its conversation. */
export interface Happening {
  readonly what: 'stored' | 'begun' | 'handled' | 'failed' | 'recorded' | 'dead letter';
  readonly conversation: string;
  readonly position: string;
  readonly at: number;
  readonly late?: boolean;
  readonly invocation?: number;
}

export interface OrderRun {
  readonly happenings: readonly Happening[];
  readonly sent: readonly SentEvent[];
  readonly deadLetters: readonly string[];
}

export interface SentEvent {
  readonly conversation: string;
  readonly position: string;
  readonly isPoison: boolean;
}

export interface OrderOptions {
  readonly seed: number;
  readonly faults: Faults;
  /** The most that an event is delayed on its way to the standard queue. */
  readonly delayMs: number;
  /** What happens at each attempt to handle one of the events. @default nothing: it can be handled */
  readonly poison?: 'throws' | 'ends the invocation';
  /** Whether dead letters are moved back when everything is handled, and no event is poison any more. */
  readonly redrives?: boolean;
}

const golden = goldenEvent('message.received');

/**
 * Runs the forwarder and the handler of an ordered subscription on queues and a table in memory: events
 * of three conversations arrive in any order and more than once, and invocations are killed.
 */
export async function simulateOrder(options: OrderOptions): Promise<OrderRun> {
  const { seed, faults, delayMs, poison, redrives = false } = options;
  const time = new VirtualTime();
  const random = new Random(seed);
  const invocations = new Invocations(time, random, { faults, timeoutMs });
  const happenings: Happening[] = [];
  const happen = (happening: Omit<Happening, 'at'>) =>
    happenings.push({ ...happening, at: time.now });
  const recorded = new Map<string, Happening['what']>([
    ['add', 'stored'],
    ['complete', 'recorded'],
    ['moveToDeadLetters', 'dead letter'],
  ]);

  const { waiting, order, deadLetters } = createMemoryConversationOrder({
    maxAttempts,
    timeoutSeconds: timeoutMs / 1000,
    nowSeconds: () => time.now / 1000,
    onCall: async (phase, method, conversation, position) => {
      const what = phase === 'before' ? undefined : recorded.get(method);
      if (what) happen({ what, conversation, position });
      await invocations.call(phase === 'before');
    },
  });

  let poisonous: string | undefined;
  const handle = createOrderedQueueHandler(
    ['message.received'],
    {
      'message.received': async ({ late, detail: { metadata, data } }) => {
        const { id: invocation } = invocations.current;
        const conversation = data.message.conversation.key;
        const position = `${metadata.occurredAt}#${metadata.id}`;
        happen({ what: 'begun', conversation, position, late, invocation });
        const isPoison = position === poisonous;
        await invocations.pass(random.integer(0, 1_500));
        if (isPoison && poison === 'ends the invocation') invocations.current.kill();
        await invocations.pass(0);
        const fails = isPoison || random.chance(faults.fail);
        happen({ what: fails ? 'failed' : 'handled', conversation, position, invocation });
        if (fails) throw new Error('the reaction failed');
      },
    },
    { order, onFailure: () => {} },
  );
  const queue = {
    time,
    random,
    visibilityMs,
    keep: faults.kill,
    fail: faults.fail,
    throttle: faults.throttle,
  };
  const tickets = new TicketFifo(
    { ...queue, invoke: (batch) => invocations.run(() => handle(batch)) },
    { holdBackMs, onCall: () => invocations.call(false) },
  );
  const ports = { waiting, tickets, onFailure: () => {} };
  const inbox = new Queue(
    { ...queue, invoke: (batch) => invocations.run(() => forwardBatch(batch, ports)) },
    { isFifo: false },
  );

  const events = conversations.flatMap((conversation) => toEvents(conversation, random));
  const picked = random.pick(events);
  if (poison) poisonous = positionOf(picked);
  for (const event of events) {
    const body = JSON.stringify(delivered(event));
    const copies = random.chance(0.2) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const sentMs = Date.parse(event.detail.metadata.occurredAt) - start;
      inbox.enqueue(body, 'inbox', sentMs + random.integer(0, delayMs));
    }
  }
  for (let poller = 0; poller < 4; poller += 1) {
    void inbox.poll();
    void tickets.poll();
  }
  await time.runUntil(() => inbox.isEmpty && tickets.isEmpty);
  if (redrives) {
    poisonous = undefined;
    for (const json of deadLetters) inbox.enqueue(json, 'inbox', 0);
    await time.runUntil(() => inbox.isEmpty && tickets.isEmpty);
  }
  const sent = events.map((event) => ({
    conversation: event.detail.data.message.conversation.key,
    position: positionOf(event),
    isPoison: poison !== undefined && event === picked,
  }));
  return { happenings, sent, deadLetters };
}

const start = Date.parse('2026-01-02T03:04:05.000Z');

/** Events of one conversation within some seconds; some have the same time. */
function toEvents(user: string, random: Random): readonly TributaryEvent<'message.received'>[] {
  let atMs = start;
  return Array.from({ length: random.integer(1, 12) }, (_, index) => {
    atMs += random.chance(0.3) ? 0 : random.integer(0, 4_000);
    const event = structuredClone(golden);
    const { metadata, data } = event.detail;
    const digits = random.text(8, [...'0123456789abcdef']);
    Object.assign(metadata, {
      id: `${digits}-0000-8000-8000-0000000000${String(index).padStart(2, '0')}`,
      occurredAt: new Date(atMs).toISOString(),
    });
    Object.assign(data.message.conversation, { key: `whatsapp#15550100001#${user}` });
    return event;
  });
}

function positionOf({ detail: { metadata } }: TributaryEvent): string {
  return `${metadata.occurredAt}#${metadata.id}`;
}
