import { environmentKeys, localMediaOriginKey } from '../../shared/runtime/environment.ts';
import type { Assembly } from '../template/assembly.ts';
import type { Stack } from '../template/stack.ts';
import { createFunctionPool, type LambdaFunction } from './function-pool.ts';
import { type FunctionSettings, readFunctionSettings, toEnvironment } from './function-settings.ts';
import { startFunctionWorker } from './function-worker.ts';

export type FunctionsOptions = {
  readonly stack: Stack;
  readonly bundleDirectories: Assembly['bundleDirectories'];
  /** Origin of the AWS services, as the functions reach them. */
  readonly awsEndpoint: string;
  /** Origin of the local port, from where media of fixtures may be fetched. */
  readonly localOrigin: string;
  /** Gets each line that a function writes. */
  onLine(functionName: string, line: string): void;
};

export type Functions = {
  readonly settings: readonly FunctionSettings[];
  /** @throws {Error} when the template has no such function. */
  find(nameOrArn: string): { readonly settings: FunctionSettings; readonly lambda: LambdaFunction };
  stop(): Promise<void>;
};

/** Threads at most for one function: each has the bundle and its clients in memory. */
const maxConcurrency = 4;

/** Makes every function of the template ready to be invoked; none is started before it is needed. */
export function createFunctions(options: FunctionsOptions): Functions {
  const { stack, bundleDirectories, awsEndpoint, localOrigin, onLine } = options;
  const functions = new Map(
    stack.ofType('AWS::Lambda::Function').map((resource) => {
      const settings = readFunctionSettings(resource, bundleDirectories);
      const { functionName } = settings;
      const environment = toEnvironment(settings, awsEndpoint);
      const lambda = createFunctionPool({
        maxConcurrency,
        startWorker: () =>
          startFunctionWorker({
            settings,
            environment:
              environmentKeys.mediaBucket in environment
                ? { ...environment, [localMediaOriginKey]: localOrigin }
                : environment,
            timeoutMs: settings.timeoutMs,
            onLine: (line) => onLine(functionName, line),
          }),
      });
      return [functionName, { settings, lambda }];
    }),
  );
  return {
    settings: [...functions.values()].map(({ settings }) => settings),
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
