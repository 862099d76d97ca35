import type { World } from '../world.ts';

/** One invocation of a function, from the event to its answer or its end. */
export interface Invocation {
  readonly deadlineMs: number;
  /** False once it has answered, crashed or run out of time. */
  isRunning: boolean;
}

/**
 * What a Lambda function runs in: made by a cold start, frozen between invocations, gone after a
 * crash. Whatever the code waits for goes through it, so that code that is frozen or gone never
 * continues.
 */
export class ExecutionEnvironment {
  readonly name: string;
  readonly world: World;
  #invocation: Invocation = { deadlineMs: 0, isRunning: false };
  #onCrash = () => {};
  #skewMs: number;

  constructor(name: string, world: World) {
    this.name = name;
    this.world = world;
    const isWrong = world.faults.surprise('clock wrong');
    this.#skewMs = isWrong ? world.random.integer(-300_000, 300_000) : 0;
  }

  get invocation(): Invocation {
    return this.#invocation;
  }

  begin(timeoutMs: number, onCrash: () => void): Invocation {
    const { scheduler, faults, random } = this.world;
    if (faults.surprise('clock set back', faults.plan.perSurprise / 10)) {
      this.#skewMs -= random.integer(1_000, 3_600_000);
    }
    this.#onCrash = onCrash;
    this.#invocation = { deadlineMs: scheduler.nowMs + timeoutMs, isRunning: true };
    return this.#invocation;
  }

  /** What this environment believes the time to be. */
  readonly now = (): Date => new Date(this.world.scheduler.nowMs + this.#skewMs);

  remainingMs(): number {
    return Math.max(0, this.#invocation.deadlineMs - this.world.scheduler.nowMs);
  }

  /** Waits within the invocation; never returns when that ends meanwhile. */
  readonly sleep = (delayMs: number): Promise<void> => {
    const invocation = this.#invocation;
    return new Promise((resolve) => {
      this.world.scheduler.after(delayMs, () => {
        if (invocation.isRunning) resolve();
      });
    });
  };

  crash(): void {
    this.#onCrash();
  }
}
