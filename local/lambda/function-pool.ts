import { randomUUID } from 'node:crypto';
import type { FunctionWorker, InvocationResult } from './function-worker.ts';

/** A function that can be invoked: all its execution environments. */
export type LambdaFunction = {
  /** Invokes the function with an event (JSON) and waits for its end. */
  invoke(event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
};

export type FunctionPoolOptions = {
  startWorker(): FunctionWorker;
  /** Environments at most; an invocation over it waits, where Lambda would throttle it. */
  readonly maxConcurrency: number;
};

/**
 * Runs a function in up to `maxConcurrency` execution environments, each with one invocation at a
 * time. Environments are started when they are needed and kept; one that died is replaced.
 */
export function createFunctionPool({
  startWorker,
  maxConcurrency,
}: FunctionPoolOptions): LambdaFunction {
  const idle: FunctionWorker[] = [];
  const busy = new Set<FunctionWorker>();
  const waiting: ((worker: FunctionWorker) => void)[] = [];

  async function acquire(): Promise<FunctionWorker> {
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
    return new Promise((resolve) => waiting.push(resolve));
  }

  function release(worker: FunctionWorker): void {
    busy.delete(worker);
    const usable = worker.alive ? worker : undefined;
    const next = waiting.shift();
    if (!next) {
      if (usable) idle.push(usable);
      return;
    }
    const replacement = usable ?? startWorker();
    busy.add(replacement);
    next(replacement);
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
      await Promise.all([...idle, ...busy].map((worker) => worker.stop()));
    },
  };
}
