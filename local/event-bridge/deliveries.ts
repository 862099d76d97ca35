import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { stateFile } from '../state-file.ts';
import type { EventLog, LoggedEvent } from './event-log.ts';
import type { EventBridge, MatchedTarget } from './service.ts';

/** Hands an event to a target; an `AwsError` with a status below 500 is not tried again. */
export type DeliverToTarget = (target: MatchedTarget, event: string) => Promise<void>;

export type DeliveriesOptions = {
  readonly log: EventLog;
  readonly eventBridge: Pick<EventBridge, 'targetsOf'>;
  readonly deliver: DeliverToTarget;
  /** Keeps how far the log has been delivered. */
  readonly cursorFile: string;
  readonly signal: AbortSignal;
};

const eventsPerRound = 100;
const retryDelayMs = 200;
const maxRetryDelayMs = 30_000;

/**
 * Delivers the log to the rules' targets until the signal aborts. Each event reaches each of its
 * targets at least once, across restarts too: how far it came is written down after the delivery.
 * One difference from AWS: an event waits for the one before it, so a target that is down holds up
 * the others.
 */
export async function runDeliveries(options: DeliveriesOptions): Promise<void> {
  const { log, eventBridge, deliver, signal } = options;
  const cursor = stateFile(options.cursorFile, (value) =>
    z.object({ sequence: z.number() }).parse(value),
  );
  let { sequence } = cursor.read() ?? { sequence: 0 };
  while (!signal.aborted) {
    await log.waitAfter(sequence, signal);
    for (const line of log.linesAfter(sequence, eventsPerRound)) {
      const logged: LoggedEvent = JSON.parse(line);
      const targets = eventBridge.targetsOf(logged.bus, logged.event);
      await Promise.all(
        targets.map((target) =>
          deliverWithRetries(target, JSON.stringify(logged.event), deliver, signal),
        ),
      );
      if (signal.aborted) return;
      sequence = logged.sequence;
      cursor.write({ sequence });
    }
  }
}

async function deliverWithRetries(
  target: MatchedTarget,
  event: string,
  deliver: DeliverToTarget,
  signal: AbortSignal,
): Promise<void> {
  const attempts = 1 + (target.target.RetryPolicy?.MaximumRetryAttempts ?? 185);
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
    try {
      return await deliver(target, event);
    } catch {
      const waitMs = Math.min(retryDelayMs * 2 ** attempt, maxRetryDelayMs);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
