import type { Scheduler } from '../scheduler.ts';

interface DeadLetter {
  readonly id: string;
  readonly body: string;
  visibleAtMs: number;
}

/** The dead-letter queue of a queue. Commands look through it, and hide what they have seen. */
export class DeadLetterQueue {
  readonly #scheduler: Scheduler;
  readonly #letters = new Map<string, DeadLetter>();
  #sent = 0;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  get bodies(): readonly string[] {
    return [...this.#letters.values()].map(({ body }) => body);
  }

  send(body: string): void {
    this.#sent += 1;
    const id = `dead-letter-${this.#sent}`;
    this.#letters.set(id, { id, body, visibleAtMs: this.#scheduler.nowMs });
  }

  /** Up to `atMost` visible messages in the form of `ReceiveMessage`; they are hidden from then on. */
  receive(atMost: number, hiddenSeconds: number): readonly object[] {
    const { nowMs } = this.#scheduler;
    const visible = [...this.#letters.values()].filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
    return visible.slice(0, atMost).map((letter) => {
      letter.visibleAtMs = nowMs + hiddenSeconds * 1000;
      return { MessageId: letter.id, ReceiptHandle: letter.id, Body: letter.body };
    });
  }

  show(receiptHandle: string): void {
    const letter = this.#letters.get(receiptHandle);
    if (letter !== undefined) letter.visibleAtMs = this.#scheduler.nowMs;
  }

  delete(receiptHandle: string): void {
    this.#letters.delete(receiptHandle);
  }

  /** Removes all messages that are visible. */
  takeAll(): readonly string[] {
    const { nowMs } = this.#scheduler;
    const visible = [...this.#letters.values()].filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
    for (const { id } of visible) this.#letters.delete(id);
    return visible.map(({ body }) => body);
  }
}
