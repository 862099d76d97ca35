import { randomUUID } from 'node:crypto';
import type { FunctionWorker, InvocationResult } from './function-worker.ts';

/** A function with all its execution environments. */
export interface LambdaFunction {
  /**
   * Invokes the function with an event (JSON) and waits for the result.
   *
   * @throws {Error} once the function is stopped
   */
  invoke(event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

export interface FunctionPoolOptions {
  startWorker(): FunctionWorker;
  /** The most environments. A further invocation waits, where Lambda would throttle it. */
  readonly maxConcurrency: number;
}

/**
 * Runs a function in up to `maxConcurrency` execution environments, each with one invocation at a time.
 * Environments start on demand and are reused; one that ended is replaced.
 */
export function createFunctionPool({
  startWorker,
  maxConcurrency,
}: FunctionPoolOptions): LambdaFunction {
  const idle: FunctionWorker[] = [];
  const busy = new Set<FunctionWorker>();
  const waiting: PromiseWithResolvers<FunctionWorker>[] = [];
  let stopped = false;

  async function acquire(): Promise<FunctionWorker> {
    if (stopped) throw new Error('the function is stopped');
    const rested = idle.pop();
    if (rested?.alive) {
      busy.add(rested);
      return rested;
    }
    if (rested) return acquire();
    if (busy.size < maxConcurrency) {
      const started = startWorker();
      busy.add(started);
      return started;
    }
    const turn = Promise.withResolvers<FunctionWorker>();
    waiting.push(turn);
    return turn.promise;
  }

  function release(worker: FunctionWorker): void {
    busy.delete(worker);
    const next = waiting.shift();
    if (next) {
      const freed = worker.alive ? worker : startWorker();
      busy.add(freed);
      next.resolve(freed);
    } else if (worker.alive) {
      idle.push(worker);
    }
  }

  return {
    invoke: async (event) => {
      const worker = await acquire();
      try {
        return await worker.invoke(randomUUID(), event);
      } finally {
        release(worker);
      }
    },
    stop: async () => {
      stopped = true;
      for (const turn of waiting.splice(0)) turn.reject(new Error('the function is stopped'));
      await Promise.all([...idle, ...busy].map((worker) => worker.stop()));
    },
  };
}
