import { createHmac } from 'node:crypto';
import type { TributaryEvent } from '../contract/index.ts';
import { type SigningKeys, toKeyBytes } from './signing-keys.ts';

/** What is posted to a receiver, before it is signed. */
export interface Webhook {
  /** The same at every attempt: `metadata.id`. */
  readonly id: string;
  readonly type: string;
  /** JSON: `{ type, timestamp, data }`. */
  readonly body: string;
}

/** A request of Standard Webhooks. */
export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The webhook of an event. Its `data` is the event's `detail`, so the JSON Schemas of the events describe it
 * (`docs/adr/0047-events-over-http.md`).
 *
 * @param event as EventBridge delivered it, as JSON
 * @returns `undefined` for anything that is not an event of Tributary
 */
export function toWebhook(event: string): Webhook | undefined {
  const parsed = parseDelivered(event);
  const { 'detail-type': type, detail } = parsed ?? {};
  const { id, occurredAt } = detail?.metadata ?? {};
  if (typeof type !== 'string' || typeof id !== 'string' || typeof occurredAt !== 'string') {
    return undefined;
  }
  return { id, type, body: JSON.stringify({ type, timestamp: occurredAt, data: detail }) };
}

/**
 * On an event of a subscription in order that arrived after the hold-back window, when an event that belongs
 * after it had been posted. It is not signed: it is a hint, and no part of the event.
 */
export const lateHeader = 'tributary-late';

/** The type of a webhook that `tributary http test` posts. No event has it. */
const testType = 'subscription.test';

/** A webhook without an event: a receiver should accept it and do nothing. */
export function toTestWebhook(id: string, at: Date): Webhook {
  const body = JSON.stringify({ type: testType, timestamp: at.toISOString(), data: {} });
  return { id, type: testType, body };
}

/**
 * Signs a webhook with each of the keys, so that a receiver may verify with any of them.
 *
 * @param at when it is posted: a receiver refuses a signature that is minutes old
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (read 2026-11-28)
 */
export function signWebhook({ id, body }: Webhook, keys: SigningKeys, at: Date): SignedWebhook {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = keys
    .filter((key) => key !== undefined)
    .map((key) => {
      const signature = createHmac('sha256', toKeyBytes(key)).update(`${id}.${timestamp}.${body}`);
      return `v1,${signature.digest('base64')}`;
    });
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body,
  };
}

/** The few fields that are needed: the receiver gets the others as they are, also those that are new. */
function parseDelivered(json: string): Partial<TributaryEvent> | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
