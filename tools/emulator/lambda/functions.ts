import { createFunctionPool, type LambdaFunction } from './function-pool.ts';
import type { FunctionSettings } from './function-settings.ts';
import { startFunctionWorker } from './function-worker.ts';

export interface FunctionsOptions {
  readonly settings: readonly FunctionSettings[];
  /** All environment variables of a function. */
  environmentOf(settings: FunctionSettings): Readonly<Record<string, string>>;
  /** Receives each line that a function prints. */
  onLine(logicalId: string, line: string): void;
}

export interface Functions {
  /** @throws {Error} when the template has no such function */
  find(nameOrArn: string): { readonly settings: FunctionSettings; readonly lambda: LambdaFunction };
  stop(): Promise<void>;
}

/** Prepares functions for invocation; each starts on its first invocation. */
export function createFunctions({ settings, environmentOf, onLine }: FunctionsOptions): Functions {
  const functions = new Map(
    settings.map((each) => {
      const { functionName, logicalId, timeoutMs, maxConcurrency } = each;
      const environment = environmentOf(each);
      const lambda = createFunctionPool({
        maxConcurrency,
        startWorker: () =>
          startFunctionWorker({
            settings: each,
            environment,
            timeoutMs,
            onLine: (line) => onLine(logicalId, line),
          }),
      });
      return [functionName, { settings: each, lambda }];
    }),
  );
  return {
    find: (nameOrArn) => {
      const found = functions.get(nameOrArn.split(':').at(-1) ?? '');
      if (found) return found;
      throw new Error(`the template has no function ${nameOrArn}`);
    },
    stop: async () => {
      await Promise.all([...functions.values()].map(({ lambda }) => lambda.stop()));
    },
  };
}
