import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { EventEnvelope, LoggedEvent } from '../../emulator-client/event-log.ts';
import { stateFile } from '../../emulator-client/state-file.ts';
import type { EventLog } from './event-log.ts';
import type { EventBridge, MatchedTarget } from './service.ts';

/** Delivers an event to a target; a delivery that throws is retried. */
export type DeliverToTarget = (
  target: MatchedTarget,
  event: EventEnvelope,
  delivery: {
    readonly signal: AbortSignal;
    /** Called when the target has to try again by itself: later events need not wait for it. */
    readonly onRetry: () => void;
  },
) => Promise<void>;

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
/** Above that, further events wait: a target that is down must not fill the memory. */
const mostUnfinished = 1000;
const retryDelayMs = 200;
const maxRetryDelayMs = 30_000;
/** The defaults of EventBridge (user guide, "Retrying event delivery", read 2026-11-21). */
const defaultRetries = 185;
const defaultMaxAgeSeconds = 24 * 3600;

const progressSchema = z.object({
  sequence: z.number(),
  /** Events before it that a target has not accepted yet. */
  unfinished: z.array(z.number()).default([]),
});

/**
 * Delivers the events of the log to the rules' targets until the signal aborts. Each event reaches each
 * of its targets at least once, also across restarts: progress is stored after the delivery. When it
 * cannot be stored, deliveries continue, and a restart repeats them.
 *
 * Deliveries begin in the order of the log. An event that a target does not accept is tried again while later
 * ones go on, so that a subscriber with a mistake delays no other one. A restart gives it to all of its targets.
 */
export async function runDeliveries(options: DeliveriesOptions): Promise<void> {
  const { log, eventBridge, signal, onError = () => {} } = options;
  const cursor = stateFile(options.cursorFile, (value) => progressSchema.parse(value));
  const stored = cursor.read();
  let sequence = stored?.sequence ?? 0;
  const unfinished = new Map<number, Promise<void>>();

  const store = () => {
    try {
      const before = [...unfinished.keys()].filter((number) => number <= sequence);
      cursor.write({ sequence, unfinished: before });
    } catch (error) {
      onError(`how far events are delivered was not stored: ${String(error)}`);
    }
  };

  /** Waits until every target has accepted the event, or one has not at once. */
  const begin = async (logged: LoggedEvent) => {
    const { promise: refused, resolve: onRefused } = Promise.withResolvers<void>();
    const targets = eventBridge.targetsOf(logged.bus, logged.event);
    const done = Promise.all(
      targets.map((target) => deliverWithRetries(target, logged.event, options, onRefused)),
    ).then(() => {
      if (!signal.aborted) unfinished.delete(logged.sequence);
    });
    unfinished.set(logged.sequence, done);
    await Promise.race([done, refused]);
    if (unfinished.has(logged.sequence)) void done.then(() => signal.aborted || store());
  };

  const readEvents = (after: number, limit: number) =>
    log.linesAfter(after, limit).map((line): LoggedEvent => JSON.parse(line));
  await Promise.all(
    (stored?.unfinished ?? []).flatMap((number) => readEvents(number - 1, 1)).map(begin),
  );
  while (!signal.aborted) {
    await log.waitAfter(sequence, signal);
    for (const logged of readEvents(sequence, eventsPerRound)) {
      while (unfinished.size >= mostUnfinished && !signal.aborted) {
        await Promise.race(unfinished.values());
      }
      await begin(logged);
      if (signal.aborted) break;
      sequence = logged.sequence;
      store();
    }
  }
  await Promise.all(unfinished.values());
}

/**
 * Retries as often and for as long as the target's retry policy says. Then the event goes to the
 * target's dead-letter queue, if it has one.
 *
 * @param onRefused is called whenever the event has to be tried again
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
  onRefused: () => void = () => {},
): Promise<void> {
  const { Arn, RetryPolicy, DeadLetterConfig } = matched.target;
  const attempts = 1 + (RetryPolicy?.MaximumRetryAttempts ?? defaultRetries);
  const maxAgeSeconds = RetryPolicy?.MaximumEventAgeInSeconds ?? defaultMaxAgeSeconds;
  const endsAtMs = now().getTime() + maxAgeSeconds * 1000;
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
    if (attempt > 0 && now().getTime() >= endsAtMs) break;
    try {
      return await deliver(matched, event, { signal, onRetry: onRefused });
    } catch (error) {
      onError(`${Arn} did not accept an event: ${String(error)}`);
      if (error instanceof DeliveryRefused) break;
      onRefused();
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
