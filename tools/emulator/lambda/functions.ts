import { EmulatorError } from '../../emulator-client/emulator-error.ts';
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
  /**
   * @param nameOrArn a name, or an ARN with or without a version or an alias
   * @throws {EmulatorError} when no such function runs
   */
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
      const found = functions.get(functionNameOf(nameOrArn));
      if (found) return found;
      throw new EmulatorError(`the function ${functionNameOf(nameOrArn)} does not run here`);
    },
    stop: async () => {
      await Promise.all([...functions.values()].map(({ lambda }) => lambda.stop()));
    },
  };
}

/** `arn:aws:lambda:<region>:<account>:function:<name>:<alias>` → `<name>` */
function functionNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? '') : nameOrArn;
}
