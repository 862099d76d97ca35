import type { EventEnvelope } from '../../emulator-client/event-log.ts';

/** What a receiver made of one attempt. */
export interface Attempt {
  readonly isAccepted: boolean;
  /** Whether a further attempt may succeed: the receiver is down, or says that it has a problem of its own. */
  readonly isRetryable: boolean;
  /** HTTP status of the response; absent for a program, and without a response. */
  readonly status?: number;
  /** Exit code of the program; absent for HTTP. */
  readonly exitCode?: number;
  /** First line of the body of a response that is not 2xx, 200 characters at most; absent where it is empty. */
  readonly body?: string;
  /** Why there is neither a status nor an exit code. */
  readonly problem?: string;
}

/** What became of an event, after all attempts. */
export interface Delivery extends Omit<Attempt, 'isAccepted' | 'isRetryable'> {
  readonly outcome: 'delivered' | 'failed';
  readonly attempts: number;
  /** Time of the last attempt. */
  readonly elapsedMs: number;
}

/** Receives events on the developer's machine: an HTTP endpoint or a program. */
export interface Receiver {
  /** As a person names it: the URL, or the command. */
  readonly name: string;
  /** What to check where it refuses an event as not genuine; absent for one that gets no signature. */
  readonly howToVerify?: string;
  /** Makes one attempt. Never throws. */
  receive(event: EventEnvelope, signal: AbortSignal): Promise<Attempt>;
}

/** Before the second and the third attempt: a receiver that is being restarted is back after that. */
export const waitsMs: readonly number[] = [500, 2_000];

/** The dependencies of a delivery. */
export interface DeliveryPorts {
  readonly waitMs: (ms: number) => Promise<void>;
  /** Milliseconds from any start. */
  readonly clockMs: () => number;
  /** Ctrl-C: no further attempt begins. */
  readonly signal: AbortSignal;
}

/** Delivers an event: up to three attempts, so that an event that the receiver refuses does not hold up those behind it. */
export async function deliver(
  event: EventEnvelope,
  receiver: Receiver,
  { waitMs, clockMs, signal }: DeliveryPorts,
): Promise<Delivery> {
  for (let attempts = 1; ; attempts += 1) {
    const startedAtMs = clockMs();
    const { isAccepted, isRetryable, ...result } = await receiver.receive(event, signal);
    const pauseMs = waitsMs[attempts - 1];
    if (isAccepted || !isRetryable || pauseMs === undefined || signal.aborted) {
      const outcome = isAccepted ? 'delivered' : 'failed';
      return { outcome, ...result, attempts, elapsedMs: Math.round(clockMs() - startedAtMs) };
    }
    await Promise.race([waitMs(pauseMs), untilAborted(signal)]);
    if (signal.aborted) return { outcome: 'failed', ...result, attempts, elapsedMs: 0 };
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
