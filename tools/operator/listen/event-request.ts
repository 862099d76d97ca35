import { hash } from 'node:crypto';
import {
  keyPrefix,
  readSigningKeys,
  type SigningKeys,
  writeSigningKeys,
} from '../../../shared/http-subscription/signing-keys.ts';
import { signWebhook, toWebhook } from '../../../shared/http-subscription/webhook.ts';
import { UsageError } from '../../command-line/command-error.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';

/** In which form an endpoint gets events. */
export const eventFormats = ['webhook', 'event'] as const;

export type EventFormat = (typeof eventFormats)[number];

/** The body of a request and the headers that belong to it. */
export interface EventRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Makes the request for an event. */
export type ToEventRequest = (event: EventEnvelope) => EventRequest;

/**
 * Makes requests in a form: `webhook` is what an HTTP subscription posts, signed; `event` is what a rule's target
 * receives, without a signature. What is not an event of Tributary has only the second form.
 */
export function createEventRequests(
  format: EventFormat,
  keys: SigningKeys,
  now: () => Date,
): ToEventRequest {
  return (event) => {
    const body = JSON.stringify(event);
    const webhook = format === 'webhook' ? toWebhook(body) : undefined;
    return webhook === undefined ? { headers: {}, body } : signWebhook(webhook, keys, now());
  };
}

/** @throws {UsageError} for a secret that is not one of Standard Webhooks */
export function readSecret(secret: string): SigningKeys {
  const read = readSigningKeys(writeSigningKeys([secret]));
  if ('keys' in read) return read.keys;
  throw new UsageError(
    '--secret is not a signing secret: write whsec_ and 24 to 64 bytes in base64, or leave it out',
  );
}

/**
 * The key of a gateway for development: always the same, so that a receiver can have it in its configuration. It
 * protects nothing: the name of the gateway is enough to compute it.
 */
export function developmentKeys({ name }: { readonly name: string }): SigningKeys {
  const key = hash('sha256', `tributary listen ${name}`, 'buffer').toString('base64');
  return [`${keyPrefix}${key}`];
}
