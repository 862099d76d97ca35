import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type {
  FunctionError,
  InvocationRequest,
  WorkerMessage,
  WorkerSettings,
} from './messages.ts';
import { toResourceLimits } from './resource-limits.ts';

/** How an invocation ended. */
export type InvocationResult =
  | { readonly outcome: 'succeeded'; readonly payload: string }
  | { readonly outcome: 'failed' | 'timed-out'; readonly error: FunctionError };

/** One execution environment of a function. */
export type FunctionWorker = {
  /** False once the environment is gone: it timed out, crashed or was stopped. */
  readonly alive: boolean;
  /** Runs one invocation; the caller waits for its end before the next one. */
  invoke(requestId: string, event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
};

export type FunctionWorkerOptions = {
  readonly settings: WorkerSettings;
  /** The whole environment of the function; nothing of this process is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Gets each line that the function writes. */
  onLine(line: string): void;
};

/** Lambda gives the start of a function 10 s of its own, before the first invocation. */
const initTimeoutMs = 10_000;

/**
 * Starts an execution environment: a thread with the bundle, its environment variables and its
 * memory. A function that runs over its timeout is ended with its thread, as Lambda does.
 */
export function startFunctionWorker(options: FunctionWorkerOptions): FunctionWorker {
  const { settings, environment, timeoutMs, onLine } = options;
  const thread = new Worker(new URL('./runtime.ts', import.meta.url), {
    workerData: settings,
    env: { ...environment },
    // Not the loader of this process: bundles are plain JavaScript, and Node itself reads this file.
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    resourceLimits: toResourceLimits(settings.memorySizeMb, environment.NODE_OPTIONS),
    stdout: true,
    stderr: true,
  });
  let alive = true;
  const lifetime = new AbortController();
  let death: FunctionError = { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' };
  thread.on('error', (error: Error & { code?: string }) => {
    death = { errorType: error.code ?? error.name, errorMessage: error.message };
  });
  thread.on('exit', () => {
    alive = false;
    lifetime.abort();
  });
  forEachLine(thread.stdout, onLine);
  forEachLine(thread.stderr, onLine);
  const initialized = nextMessage(initTimeoutMs);

  async function nextMessage(limitMs: number): Promise<WorkerMessage | 'timed-out' | 'gone'> {
    const timeout = AbortSignal.timeout(limitMs);
    try {
      const [message]: WorkerMessage[] = await once(thread, 'message', {
        signal: AbortSignal.any([timeout, lifetime.signal]),
      });
      return message ?? 'gone';
    } catch {
      return timeout.aborted ? 'timed-out' : 'gone';
    }
  }

  async function stop(): Promise<void> {
    alive = false;
    await thread.terminate();
  }

  async function timeOut(requestId: string, limitMs: number): Promise<InvocationResult> {
    await stop();
    const seconds = (limitMs / 1000).toFixed(2);
    return {
      outcome: 'timed-out',
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      },
    };
  }

  async function invoke(requestId: string, event: string): Promise<InvocationResult> {
    const ready = await initialized;
    if (ready === 'timed-out') return timeOut(requestId, initTimeoutMs);
    if (ready === 'gone') return { outcome: 'failed', error: death };
    if (ready.kind === 'init-failed') {
      await stop();
      return { outcome: 'failed', error: ready.error };
    }
    const response = nextMessage(timeoutMs);
    const request: InvocationRequest = { requestId, event, deadlineAt: Date.now() + timeoutMs };
    thread.postMessage(request);
    const message = await response;
    if (message === 'timed-out') return timeOut(requestId, timeoutMs);
    if (message === 'gone') return { outcome: 'failed', error: death };
    return message.kind === 'succeeded'
      ? { outcome: 'succeeded', payload: message.payload }
      : { outcome: 'failed', error: message.kind === 'failed' ? message.error : death };
  }

  return {
    get alive() {
      return alive;
    },
    invoke,
    stop,
  };
}

function forEachLine(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on('line', onLine);
}
