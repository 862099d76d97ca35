import type { Random } from './random.ts';

interface Task {
  readonly atMs: number;
  /** Orders tasks of the same millisecond. */
  readonly tieBreaker: number;
  readonly isBackground: boolean;
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
  #foreground = 0;
  #failure: Error | undefined;
  #nowMs: number;

  constructor(random: Random, startsAt: Date) {
    this.#random = random;
    this.#nowMs = startsAt.getTime();
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): void {
    this.#foreground += 1;
    this.#add(delayMs, false, run);
  }

  /** As `after`, but a run does not go on for the sake of this task. */
  inBackground(delayMs: number, run: () => void): void {
    this.#add(delayMs, true, run);
  }

  #add(delayMs: number, isBackground: boolean, run: () => void): void {
    const atMs = this.#nowMs + Math.max(0, delayMs);
    const task = { atMs, tieBreaker: this.#random.next(), isBackground, run };
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

  /** Ends the run with an error of the simulation itself. */
  fail(error: Error): void {
    this.#failure ??= error;
  }

  /**
   * Runs until there are no more tasks, other than those in the background.
   *
   * @throws the error of `fail`
   */
  async run(): Promise<void> {
    await settle();
    while (this.#foreground > 0) {
      if (this.#failure !== undefined) throw this.#failure;
      const task = this.#tasks.pop();
      if (task === undefined) return;
      this.#nowMs = task.atMs;
      if (!task.isBackground) this.#foreground -= 1;
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
