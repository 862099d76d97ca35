import { toTicketBody } from '../../../sdk/handler/conversation-order.ts';
import type { QueueBatch, QueueBatchResponse } from '../../../sdk/handler/handler.ts';
import type { TicketQueue, TicketToSend } from '../../../sdk/ordering/waiting-events.ts';
import type { Random } from '../../simulation/random.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly group: string;
  visibleAt: number;
  received: number;
}

/** Invokes a function with a batch; `undefined` when the invocation did not end by itself. */
export type Invoke = (batch: QueueBatch) => Promise<QueueBatchResponse | undefined>;

export interface QueueOptions {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly visibilityMs: number;
  readonly invoke: Invoke;
  /** Probability that SQS does not delete a message that was handled. */
  readonly keep: number;
  /** Probability that Lambda is throttled until shortly before the visibility timeout ends. */
  readonly throttle: number;
  /** Probability that a message is not sent. */
  readonly fail: number;
}

/**
 * A queue that invokes a function, as SQS and Lambda do. A standard queue delivers in any order, and may
 * deliver a message twice. A FIFO queue delivers the messages of a group in order, and none of them
 * while others of the group are in flight
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html,
 * read 2026-11-28).
 */
export class Queue {
  protected messages: Message[] = [];
  protected readonly options: QueueOptions;
  readonly #isFifo: boolean;
  #count = 0;
  /** Settles when the next message arrives, so that no one polls an empty queue. */
  #arrival = Promise.withResolvers<void>();

  constructor(options: QueueOptions, { isFifo }: { readonly isFifo: boolean }) {
    this.options = options;
    this.#isFifo = isFifo;
  }

  get isEmpty(): boolean {
    return this.messages.length === 0;
  }

  enqueue(body: string, group: string, delayMs: number): void {
    this.#count += 1;
    const { time } = this.options;
    const visibleAt = time.now + delayMs;
    this.#arrival.resolve();
    this.#arrival = Promise.withResolvers();
    this.messages.push({
      messageId: `${group} ${this.#count}`,
      body,
      group,
      visibleAt,
      received: 0,
    });
  }

  /** Polls for ever. Several pollers work at the same time. */
  async poll(): Promise<never> {
    const { time, random, visibilityMs, invoke, keep, throttle } = this.options;
    for (;;) {
      await time.sleep(random.integer(1, 200));
      const batch = this.#receive();
      if (batch.length === 0) {
        await Promise.race([time.sleep(this.#untilNext()), this.#arrival.promise]);
        continue;
      }
      for (const message of batch) {
        message.visibleAt = time.now + visibilityMs;
        message.received += 1;
      }
      // While it is throttled, Lambda tries again until the visibility timeout ends.
      if (random.chance(throttle)) await time.sleep(visibilityMs - random.integer(1, 3_000));
      const response = await invoke({ Records: batch.map(toRecord) });
      const failed = new Set(
        response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      );
      const done = response ? batch.filter(({ messageId }) => !failed.has(messageId)) : [];
      // A FIFO queue deletes in order too: what stays keeps what comes after it.
      const deleted = random.chance(keep) ? done.slice(0, random.integer(0, done.length)) : done;
      this.messages = this.messages.filter((message) => !deleted.includes(message));
    }
  }

  /** Milliseconds until a hidden message becomes visible. */
  #untilNext(): number {
    const { time, visibilityMs } = this.options;
    const { now } = time;
    const hidden = this.messages.filter(({ visibleAt }) => visibleAt > now);
    return Math.min(visibilityMs, ...hidden.map(({ visibleAt }) => visibleAt - now));
  }

  /** Up to ten visible messages, of one group or of several. */
  #receive(): readonly Message[] {
    const { time, random } = this.options;
    const size = random.integer(1, 10);
    const isVisible = ({ visibleAt }: Message) => visibleAt <= time.now;
    if (!this.#isFifo) {
      const visible = this.messages.filter(isVisible);
      return visible.toSorted(() => random.next() - 0.5).slice(0, size);
    }
    const groups = Object.values(Object.groupBy(this.messages, ({ group }) => group));
    return groups
      .toSorted(() => random.next() - 0.5)
      .flatMap((group = []) => {
        const hidden = group.findIndex((message) => !isVisible(message));
        const available = hidden < 0 ? group : group.slice(0, hidden);
        return available.slice(0, random.integer(1, size));
      })
      .slice(0, size);
  }
}

function toRecord({ messageId, body, received }: Message): QueueBatch['Records'][number] {
  return { messageId, body, attributes: { ApproximateReceiveCount: String(received) } };
}

const deduplicationMs = 5 * 60 * 1000;

/** The FIFO queue with its delay and its deduplication within a group. */
export class TicketFifo extends Queue implements TicketQueue {
  readonly #holdBackMs: number;
  readonly #sentAt = new Map<string, number>();
  readonly #onCall: () => Promise<void>;

  constructor(
    options: QueueOptions,
    { holdBackMs, onCall }: { readonly holdBackMs: number; readonly onCall: () => Promise<void> },
  ) {
    super(options, { isFifo: true });
    this.#holdBackMs = holdBackMs;
    this.#onCall = onCall;
  }

  async send(tickets: readonly TicketToSend[]): Promise<readonly TicketToSend[]> {
    await this.#onCall();
    const { time, random, fail } = this.options;
    const failed = tickets.filter(() => random.chance(fail));
    for (const ticket of tickets.filter((each) => !failed.includes(each))) {
      const id = `${ticket.conversation} ${ticket.ticketId}`;
      const sentAt = this.#sentAt.get(id);
      if (sentAt !== undefined && time.now - sentAt < deduplicationMs) continue;
      this.#sentAt.set(id, time.now);
      this.enqueue(toTicketBody(ticket), ticket.conversation, this.#holdBackMs);
    }
    await this.#onCall();
    return failed;
  }
}
