import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { optionsOfPrograms, programFile } from '../../command-line/programs.ts';
import type {
  FunctionError,
  InvocationRequest,
  WorkerMessage,
  WorkerSettings,
} from './messages.ts';

/** The result of an invocation. */
export type InvocationResult =
  | { readonly outcome: 'succeeded'; readonly payload: string }
  | { readonly outcome: 'failed' | 'timed-out'; readonly error: FunctionError };

/** One execution environment of a function. */
export interface FunctionWorker {
  /** False once the environment has timed out, crashed or been stopped. */
  readonly alive: boolean;
  /** Runs one invocation. Await its result before the next one. */
  invoke(requestId: string, event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

export interface FunctionWorkerOptions {
  readonly settings: WorkerSettings;
  /** All environment variables of the function; those of this process are not inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Receives each line that the function prints. */
  onLine(line: string): void;
}

/** Lambda allows 10 s for the init phase, before the first invocation. */
const initTimeoutMs = 10_000;

/**
 * Starts an execution environment: a thread with the bundle, its environment variables and its memory
 * limit. When a function exceeds its timeout, its thread is terminated, as Lambda does.
 */
export function startFunctionWorker(options: FunctionWorkerOptions): FunctionWorker {
  const { settings, environment, timeoutMs, onLine } = options;
  const thread = new Worker(new URL(programFile('runtime'), import.meta.url), {
    workerData: settings,
    env: { ...environment },
    // Bundles are plain JavaScript and Node strips the types of the runtime: no loader is needed.
    execArgv: [...optionsOfPrograms],
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

/** V8's young generation: two halves that objects are copied between, and a third for large new objects. */
const semiSpacesOfYoungGeneration = 3;

/**
 * The memory limits of a function's thread. A thread ignores `NODE_OPTIONS`, so the option that changes
 * how much memory a function needs, `--max-semi-space-size` (MB), becomes a limit.
 */
export function toResourceLimits(memorySizeMb: number, nodeOptions = ''): ResourceLimits {
  const semiSpaceMb = /--max-semi-space-size=(\d+)/.exec(nodeOptions)?.[1];
  return {
    maxOldGenerationSizeMb: memorySizeMb,
    ...(semiSpaceMb !== undefined && {
      maxYoungGenerationSizeMb: Number(semiSpaceMb) * semiSpacesOfYoungGeneration,
    }),
  };
}
