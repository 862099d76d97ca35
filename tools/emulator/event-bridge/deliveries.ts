import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { EventEnvelope, LoggedEvent } from '../../emulator-client/event-log.ts';
import { stateFile } from '../../emulator-client/state-file.ts';
import type { EventLog } from './event-log.ts';
import type { EventBridge, MatchedTarget } from './service.ts';

/** Delivers an event to a target; a delivery that throws is retried. */
export type DeliverToTarget = (target: MatchedTarget, event: EventEnvelope) => Promise<void>;

/** The target's policy denies the rule: EventBridge does not retry (user guide, read 2026-11-21). */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}

export interface DeliveriesOptions {
  readonly log: EventLog;
  readonly eventBridge: Pick<EventBridge, 'targetsOf'>;
  readonly deliver: DeliverToTarget;
  /** Holds how far the log has been delivered. */
  readonly cursorFile: string;
  readonly signal: AbortSignal;
  now(): Date;
  /** Receives a line for each failed delivery. */
  onError?(line: string): void;
}

const eventsPerRound = 100;
const retryDelayMs = 200;
const maxRetryDelayMs = 30_000;
/** The defaults of EventBridge (user guide, "Retrying event delivery", read 2026-11-21). */
const defaultRetries = 185;
const defaultMaxAgeSeconds = 24 * 3600;

/**
 * Delivers the events of the log to the rules' targets until the signal aborts. Each event reaches each
 * of its targets at least once, also across restarts: progress is stored after the delivery. When it
 * cannot be stored, deliveries continue, and a restart repeats them. Unlike on AWS, an event waits for
 * the one before it, so a target that is down delays all others.
 */
export async function runDeliveries(options: DeliveriesOptions): Promise<void> {
  const { log, eventBridge, signal, onError = () => {} } = options;
  const cursor = stateFile(options.cursorFile, (value) =>
    z.object({ sequence: z.number() }).parse(value),
  );
  let { sequence } = cursor.read() ?? { sequence: 0 };
  while (!signal.aborted) {
    await log.waitAfter(sequence, signal);
    for (const line of log.linesAfter(sequence, eventsPerRound)) {
      const logged: LoggedEvent = JSON.parse(line);
      const targets = eventBridge.targetsOf(logged.bus, logged.event);
      await Promise.all(targets.map((target) => deliverWithRetries(target, logged.event, options)));
      if (signal.aborted) return;
      sequence = logged.sequence;
      try {
        cursor.write({ sequence });
      } catch (error) {
        onError(`how far events are delivered was not stored: ${String(error)}`);
      }
    }
  }
}

/**
 * Retries as often and for as long as the target's retry policy says. Then the event goes to the
 * target's dead-letter queue, if it has one.
 */
async function deliverWithRetries(
  matched: MatchedTarget,
  event: EventEnvelope,
  {
    deliver,
    signal,
    now,
    onError = () => {},
  }: Pick<DeliveriesOptions, 'deliver' | 'signal' | 'now' | 'onError'>,
): Promise<void> {
  const { Arn, RetryPolicy, DeadLetterConfig } = matched.target;
  const attempts = 1 + (RetryPolicy?.MaximumRetryAttempts ?? defaultRetries);
  const maxAgeSeconds = RetryPolicy?.MaximumEventAgeInSeconds ?? defaultMaxAgeSeconds;
  const endsAtMs = now().getTime() + maxAgeSeconds * 1000;
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
    if (attempt > 0 && now().getTime() >= endsAtMs) break;
    try {
      return await deliver(matched, event);
    } catch (error) {
      onError(`${Arn} did not accept an event: ${String(error)}`);
      if (error instanceof DeliveryRefused) break;
      const waitMs = Math.min(retryDelayMs * 2 ** attempt, maxRetryDelayMs);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
  if (signal.aborted || !DeadLetterConfig?.Arn) return;
  const { ruleArn } = matched;
  const deadLetters = { Id: 'dead-letters', Arn: DeadLetterConfig.Arn };
  await deliverWithRetries({ ruleArn, target: deadLetters }, event, {
    deliver,
    signal,
    now,
    onError,
  });
}
