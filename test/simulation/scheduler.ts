import type { Random } from './random.ts';

interface Task {
  readonly atMs: number;
  /** Decides between tasks of the same millisecond. */
  readonly lot: number;
  run(): void;
}

/**
 * Time of a simulated run. It stands still while code runs and jumps from one task to the next, so
 * that days pass in milliseconds. What happens at the same time happens in an order that the seed
 * decides.
 *
 * After each task everything that it set free is run to where it waits for the next task. That works
 * as long as the code under test waits for nothing but promises: no timers, no network, no disk.
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
    const task = { atMs: this.#nowMs + Math.max(0, delayMs), lot: this.#random.next(), run };
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

  /** Runs until nothing is left to do. */
  async run(): Promise<void> {
    await settle();
    for (let task = this.#tasks.pop(); task; task = this.#tasks.pop()) {
      this.#nowMs = task.atMs;
      task.run();
      await settle();
    }
  }
}

/** The last of the list is the next to run. */
function isBefore(a: Task, b: Task): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.lot < b.lot);
}

/** A turn of the event loop comes after every promise that can be settled without one. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
