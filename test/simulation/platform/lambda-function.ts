import type { World } from '../world.ts';
import { ExecutionEnvironment } from './execution-environment.ts';

export type InvocationOutcome<Result> =
  | { readonly outcome: 'succeeded'; readonly result: Result }
  | { readonly outcome: 'failed' };

const failed = { outcome: 'failed' } as const;

export interface LambdaFunctionOptions<Event, Result> {
  readonly name: string;
  readonly timeoutMs: number;
  /** A cold start: loads the module and returns its handler. */
  start(environment: ExecutionEnvironment): (event: Event) => Promise<Result>;
}

interface Started<Event, Result> {
  readonly environment: ExecutionEnvironment;
  readonly handler: (event: Event) => Promise<Result>;
}

/** Probability that Lambda discards an environment after an invocation. */
const recycleProbability = 0.05;

/** Most invocations are at one of their calls to AWS then. */
const longestBeforeStallMs = 100;

/** A Lambda function: one environment for each concurrent invocation, reused for later ones. */
export class LambdaFunction<Event, Result> {
  readonly #world: World;
  readonly #options: LambdaFunctionOptions<Event, Result>;
  readonly #idle: Started<Event, Result>[] = [];
  #starts = 0;

  constructor(world: World, options: LambdaFunctionOptions<Event, Result>) {
    this.#world = world;
    this.#options = options;
  }

  invoke(event: Event): Promise<InvocationOutcome<Result>> {
    const { scheduler, faults, random, trace } = this.#world;
    return new Promise((resolve) => {
      const started = this.#idle.pop() ?? this.#coldStart();
      const { environment, handler } = started;
      let hasEnded = false;
      const end = (outcome: InvocationOutcome<Result>) => {
        if (hasEnded) return;
        hasEnded = true;
        invocation.isRunning = false;
        trace(`${environment.name} ${outcome.outcome}`);
        if (outcome.outcome === 'succeeded' && !random.chance(recycleProbability))
          this.#idle.push(started);
        resolve(outcome);
      };
      const invocation = environment.begin(this.#options.timeoutMs, () => end(failed));
      scheduler.after(this.#options.timeoutMs, () => {
        if (hasEnded) return;
        faults.count('function timed out');
        end(failed);
      });
      if (faults.surprise('function stalled', faults.plan.perSurprise / 20)) {
        // Its code does not go on, and Lambda notices at the end of its time.
        scheduler.after(random.integer(0, longestBeforeStallMs), () => {
          invocation.isRunning = false;
        });
      }
      handler(event).then(
        (result) => end({ outcome: 'succeeded', result }),
        () => end(failed),
      );
    });
  }

  #coldStart(): Started<Event, Result> {
    this.#starts += 1;
    const environment = new ExecutionEnvironment(
      `${this.#options.name}/${this.#starts}`,
      this.#world,
    );
    return { environment, handler: this.#options.start(environment) };
  }
}
