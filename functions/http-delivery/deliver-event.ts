import type { ReceiverState } from '../../shared/http-subscription/receiver-state.ts';
import {
  disabledDelaySeconds,
  longestDelaySeconds,
  secondsUntilDisabled,
  toDelaySeconds,
} from '../../shared/http-subscription/retry-schedule.ts';
import {
  lateHeader,
  signWebhook,
  toWebhook,
  type Webhook,
} from '../../shared/http-subscription/webhook.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { disableReceiver } from './disable-receiver.ts';
import type { DeliveryPorts, PostFailure } from './ports.ts';
import { createReceiverNotes, noteIntervalMs } from './receiver-notes.ts';

/** What becomes of an event after an attempt. An own failure does not count as one: it says nothing about the receiver. */
export type Delivery =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'dead_letter' }
  | { readonly kind: 'own_failure' }
  /** It is posted again after this time, if the receiver is not disabled by then. */
  | { readonly kind: 'again'; readonly seconds: number };

/** One attempt at an event. */
export interface DeliveryAttempt {
  /** Its number, from 1. */
  readonly number: number;
  /** Only in order: whether an event that belongs after it was posted before. */
  readonly late?: boolean;
}

export type DeliverEvent = (event: string, attempt: DeliveryAttempt) => Promise<Delivery>;

/**
 * Makes one attempt at an event: signs it, posts it, and decides what becomes of it. It never throws.
 *
 * An event whose last attempt failed becomes a dead letter if the receiver accepted another one in the time of
 * the attempts: then the event is the problem. If it accepted nothing in all that time, the receiver is disabled
 * instead, and the event stays in the queue. Within that time after it was enabled again, neither happens.
 */
export function createDeliverEvent(ports: DeliveryPorts): DeliverEvent {
  const { keys, post, log, now } = ports;
  const notes = createReceiverNotes(ports);

  async function fail(
    webhook: Webhook,
    attempt: number,
    failure: PostFailure,
    elapsedMs: number,
  ): Promise<Delivery> {
    const { id: eventId, type } = webhook;
    const { reason, status, code } = failure;
    const what = { eventId, type, attempt, reason, status, code, elapsedMs };
    await notes.failed(describeFailure(failure));
    const delivery = await decide(attempt, failure, ports);
    if (delivery.kind === 'again') {
      log.warn('event not delivered', { ...what, retrySeconds: delivery.seconds });
    } else {
      log.error('event became a dead letter', what);
    }
    return delivery;
  }

  return async (event, { number: attempt, late = false }) => {
    const webhook = toWebhook(event);
    if (webhook === undefined) {
      log.error('event became a dead letter', { attempt, reason: 'unreadable' });
      return { kind: 'dead_letter' };
    }
    const startedAt = now();
    const elapsedMs = () => now().getTime() - startedAt.getTime();
    try {
      const signed = signWebhook(webhook, await keys.get(), startedAt);
      const headers = late ? { ...signed.headers, [lateHeader]: 'true' } : signed.headers;
      const outcome = await post({ ...signed, headers });
      if (outcome.kind === 'failed') {
        return await fail(webhook, attempt, outcome.failure, elapsedMs());
      }
      const { id: eventId, type } = webhook;
      const { status } = outcome;
      log.info('event delivered', { eventId, type, attempt, status, elapsedMs: elapsedMs() });
      await notes.accepted();
      return { kind: 'delivered' };
    } catch (error) {
      log.error('delivery not attempted', { eventId: webhook.id, ...toErrorFields(error) });
      return { kind: 'own_failure' };
    }
  };
}

async function decide(
  attempt: number,
  failure: PostFailure,
  ports: DeliveryPorts,
): Promise<Delivery> {
  if (failure.status === 410) {
    await disableReceiver('gone', ports);
    return { kind: 'again', seconds: disabledDelaySeconds };
  }
  if (attempt < ports.maxAttempts) {
    return {
      kind: 'again',
      seconds: toDelaySeconds(attempt, failure.retryAfterSeconds, ports.random()),
    };
  }
  const state = await ports.receiver.read();
  const windowMs = secondsUntilDisabled(ports.maxAttempts) * 1000 + noteIntervalMs;
  const sinceMs = ports.now().getTime() - windowMs;
  // First: an event that used up its attempts before the receiver was repaired has had none since.
  if (state.disabledAt === undefined && isAfter(state.enabledAt, sinceMs)) {
    return { kind: 'again', seconds: toLastDelaySeconds(ports) };
  }
  if (isAfter(state.lastAcceptedAt, sinceMs)) return { kind: 'dead_letter' };
  await disableReceiver('failing', ports);
  return { kind: 'again', seconds: disabledDelaySeconds };
}

function toLastDelaySeconds({ maxAttempts, random }: DeliveryPorts): number {
  return Math.min(longestDelaySeconds, toDelaySeconds(maxAttempts - 1 || 1, undefined, random()));
}

function isAfter(instant: ReceiverState['enabledAt'], ms: number): boolean {
  return instant !== undefined && Date.parse(instant) > ms;
}

function describeFailure({ reason, status, code }: PostFailure): string {
  if (status !== undefined) return String(status);
  return code === undefined ? reason : `${reason} (${code})`;
}
