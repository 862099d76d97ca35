import { setImmediate } from 'node:timers/promises';

/** Time that passes only when everything waits, so that a run has the same order each time. */
export class VirtualTime {
  /** Milliseconds since the start. */
  now = 0;
  #timers: { readonly at: number; readonly resolve: () => void }[] = [];

  sleep(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const at = this.now + milliseconds;
    const place = this.#timers.findLastIndex((timer) => timer.at <= at) + 1;
    this.#timers.splice(place, 0, { at, resolve });
    return promise;
  }

  /** Lets time pass until `isDone`, which is asked whenever everything waits. */
  async runUntil(isDone: () => boolean): Promise<void> {
    for (;;) {
      await setImmediate();
      if (isDone()) return;
      const next = this.#timers.shift();
      if (!next) throw new Error('nothing will happen any more');
      this.now = next.at;
      next.resolve();
    }
  }
}
