import { AsyncLocalStorage } from 'node:async_hooks';
import type { Random } from '../../simulation/random.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Faults {
  /** Probability that an invocation is killed at a call, before or after its effect. */
  readonly kill: number;
  /** Probability that a call fails, and has no effect. */
  readonly fail: number;
  /** Probability that a function is started shortly before the visibility timeout of its batch ends. */
  readonly throttle: number;
}

interface Invocation {
  readonly id: number;
  isKilled: boolean;
  kill(): void;
}

/** Invocations of functions: each may be killed at any call, and is when its time is over. */
export class Invocations {
  readonly #current = new AsyncLocalStorage<Invocation>();
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #timeoutMs: number;
  #count = 0;

  constructor(
    time: VirtualTime,
    random: Random,
    { faults, timeoutMs }: { readonly faults: Faults; readonly timeoutMs: number },
  ) {
    this.#time = time;
    this.#random = random;
    this.#faults = faults;
    this.#timeoutMs = timeoutMs;
  }

  /** @returns `undefined` for an invocation that was killed */
  async run<T>(invoke: () => Promise<T>): Promise<T | undefined> {
    const killed = Promise.withResolvers<undefined>();
    this.#count += 1;
    const invocation: Invocation = {
      id: this.#count,
      isKilled: false,
      kill: () => {
        invocation.isKilled = true;
        killed.resolve(undefined);
      },
    };
    void this.#time.sleep(this.#timeoutMs).then(() => invocation.kill());
    return Promise.race([this.#current.run(invocation, invoke), killed.promise]);
  }

  /** A call takes time. In an invocation that was killed, it never ends. */
  async call(canFail: boolean): Promise<void> {
    await this.pass(this.#random.integer(1, 40));
    if (this.#random.chance(this.#faults.kill)) {
      this.#current.getStore()?.kill();
      await this.pass(0);
    }
    if (canFail && this.#random.chance(this.#faults.fail)) throw new Error('the call failed');
  }

  /** Lets time pass in an invocation; one that is killed meanwhile does not continue. */
  async pass(milliseconds: number): Promise<void> {
    await this.#time.sleep(milliseconds);
    if (this.#current.getStore()?.isKilled) await new Promise<never>(() => {});
  }

  /** The invocation that calls. */
  get current(): Readonly<Invocation> {
    const invocation = this.#current.getStore();
    if (!invocation) throw new Error('not in an invocation');
    return invocation;
  }
}
