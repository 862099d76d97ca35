import type { Random } from './random.ts';

interface Task {
  readonly atMs: number;
  /** Orders tasks of the same millisecond. */
  readonly tieBreaker: number;
  run(): void;
}

/**
 * The time of a simulated run. It stands still while code runs and jumps from one task to the next,
 * so that days pass in milliseconds. The seed decides the order of tasks of the same millisecond.
 *
 * After each task the scheduler lets all code run that the task resumed, until that code waits again.
 * That works only if the code under test waits for nothing but promises: no timers, no network, no
 * disk.
 */
export class Scheduler {
  readonly #random: Random;
  readonly #tasks: Task[] = [];
  #nowMs: number;

  constructor(random: Random, startsAt: Date) {
    this.#random = random;
    this.#nowMs = startsAt.getTime();
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): void {
    const task = { atMs: this.#nowMs + Math.max(0, delayMs), tieBreaker: this.#random.next(), run };
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#tasks[middle];
      if (other && isBefore(task, other)) low = middle + 1;
      else high = middle;
    }
    this.#tasks.splice(low, 0, task);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  /** Runs until there are no more tasks. */
  async run(): Promise<void> {
    await settle();
    for (let task = this.#tasks.pop(); task; task = this.#tasks.pop()) {
      this.#nowMs = task.atMs;
      task.run();
      await settle();
    }
  }
}

/** The last task of the list is the next to run. */
function isBefore(a: Task, b: Task): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.tieBreaker < b.tieBreaker);
}

/** The next turn of the event loop begins when no promise callback is left to run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
