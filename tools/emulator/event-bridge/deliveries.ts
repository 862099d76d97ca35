import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { LoggedEvent } from '../../emulator-client/event-log.ts';
import { stateFile } from '../../emulator-client/state-file.ts';
import type { EventLog } from './event-log.ts';
import type { EventBridge, MatchedTarget } from './service.ts';

/** Hands an event to a target; it is tried again when that throws. */
export type DeliverToTarget = (target: MatchedTarget, event: string) => Promise<void>;

/** The target does not let the rule in: EventBridge does not try again (user guide, read 2026-11-21). */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}

export type DeliveriesOptions = {
  readonly log: EventLog;
  readonly eventBridge: Pick<EventBridge, 'targetsOf'>;
  readonly deliver: DeliverToTarget;
  /** Keeps how far the log has been delivered. */
  readonly cursorFile: string;
  readonly signal: AbortSignal;
  now(): Date;
  /** Told of a target that does not take an event at the moment, or never did. */
  onTrouble?(line: string): void;
};

const eventsPerRound = 100;
const retryDelayMs = 200;
const maxRetryDelayMs = 30_000;
/** EventBridge's own (user guide, "Retrying event delivery", read 2026-11-21). */
const defaultRetries = 185;
const defaultMaxAgeSeconds = 24 * 3600;

/**
 * Delivers the log to the rules' targets until the signal aborts. Each event reaches each of its
 * targets at least once, across restarts too: how far it came is written down after the delivery.
 * One difference from AWS: an event waits for the one before it, so a target that is down holds up
 * the others.
 */
export async function runDeliveries(options: DeliveriesOptions): Promise<void> {
  const { log, eventBridge, signal } = options;
  const cursor = stateFile(options.cursorFile, (value) =>
    z.object({ sequence: z.number() }).parse(value),
  );
  let { sequence } = cursor.read() ?? { sequence: 0 };
  while (!signal.aborted) {
    await log.waitAfter(sequence, signal);
    for (const line of log.linesAfter(sequence, eventsPerRound)) {
      const logged: LoggedEvent = JSON.parse(line);
      const targets = eventBridge.targetsOf(logged.bus, logged.event);
      const event = JSON.stringify(logged.event);
      await Promise.all(targets.map((target) => deliverWithRetries(target, event, options)));
      if (signal.aborted) return;
      sequence = logged.sequence;
      cursor.write({ sequence });
    }
  }
}

/**
 * Tries as often, and as long after the first attempt, as the target asks for; then the event goes to
 * its dead-letter queue, if any.
 */
async function deliverWithRetries(
  matched: MatchedTarget,
  event: string,
  {
    deliver,
    signal,
    now,
    onTrouble = () => {},
  }: Pick<DeliveriesOptions, 'deliver' | 'signal' | 'now' | 'onTrouble'>,
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
      onTrouble(`${Arn} did not take an event: ${String(error)}`);
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
    onTrouble,
  });
}
