import type { World } from '../world.ts';

/** One invocation of a function, from its event to its response or its end. */
export interface Invocation {
  readonly deadlineMs: number;
  /** False after a response, a crash or a timeout. */
  isRunning: boolean;
}

/**
 * What a Lambda function runs in. A cold start creates it, it is frozen between invocations, and a
 * crash ends it. Everything that the code waits for passes through it, so that code in a frozen or
 * ended environment never continues.
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

  /** The time by the clock of this environment. */
  readonly now = (): Date => new Date(this.world.scheduler.nowMs + this.#skewMs);

  /** Never set back, as the system's monotonic clock. */
  readonly monotonicMs = (): number => this.world.scheduler.nowMs;

  remainingMs(): number {
    return Math.max(0, this.#invocation.deadlineMs - this.world.scheduler.nowMs);
  }

  /** Waits within the invocation. Never returns if the invocation ends first. */
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
