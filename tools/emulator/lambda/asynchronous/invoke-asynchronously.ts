import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LambdaFunction } from '../function-pool.ts';
import type { FunctionSettings } from '../function-settings.ts';
import type { FunctionError } from '../messages.ts';
import type { RetrySettings } from './retry-settings.ts';

/** An event that Lambda discards. */
export interface DiscardedEvent {
  readonly requestId: string;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
  /** How often the function was invoked. */
  readonly invokeCount: number;
  readonly event: string;
  readonly error: FunctionError;
  readonly at: Date;
}

export interface AsynchronousInvocation {
  readonly settings: Pick<FunctionSettings, 'functionName'>;
  readonly lambda: Pick<LambdaFunction, 'invoke'>;
  readonly retries: RetrySettings;
  readonly signal: AbortSignal;
  now(): Date;
  /** Called when the event has to wait for another attempt. */
  onRetry(): void;
  /** Receives a line for each failure. */
  onError(line: string): void;
  /** Sends the event to the destination and the dead-letter queue of the function. */
  sendToDestinations(discarded: DiscardedEvent): Promise<void>;
  /** @default one second before the first retry, where Lambda waits a minute, and then twice as long */
  wait?(retry: number): Promise<void>;
}

/**
 * Invokes a function with an event that no caller waits for, as EventBridge does: a function that fails is invoked
 * again as often as its settings say. Resolves when it succeeded, when its event was discarded, and when the signal
 * aborts.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function invokeAsynchronously(
  event: string,
  invocation: AsynchronousInvocation,
): Promise<void> {
  const { settings, lambda, retries, signal, now, onError } = invocation;
  const wait =
    invocation.wait ?? ((retry) => delay(1000 * 2 ** (retry - 1), undefined, { signal }));
  const endsAtMs = now().getTime() + retries.maxAgeSeconds * 1000;
  const requestId = randomUUID();
  for (let invokeCount = 1; ; invokeCount += 1) {
    const result = await lambda.invoke(event);
    if (result.outcome === 'succeeded' || signal.aborted) return;
    const { error } = result;
    const times = invokeCount === 1 ? 'once' : `${invokeCount} times`;
    onError(`${settings.functionName} failed ${times} with an event: ${error.errorMessage}`);
    const isLast = invokeCount > retries.maxRetries;
    if (!isLast) {
      invocation.onRetry();
      await wait(invokeCount).catch(() => undefined);
      if (signal.aborted) return;
    }
    const isTooOld = now().getTime() >= endsAtMs;
    if (!isLast && !isTooOld) continue;
    const condition = isLast ? 'RetriesExhausted' : 'EventAgeExceeded';
    return invocation.sendToDestinations({
      ...{ requestId, condition, invokeCount, event, error },
      at: now(),
    });
  }
}
