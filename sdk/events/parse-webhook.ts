import { sourcePrefix } from '../../shared/contract/event-kinds.ts';
import { type ParseResult, parseEvent } from './parse-event.ts';

/**
 * Parses the body that an `HttpSubscription` posts, `{ type, timestamp, data }`, as the event that it was made of.
 * Verify the signature first.
 *
 * @param body the parsed JSON of the body, as a library of Standard Webhooks returns it
 */
export function parseWebhook(body: unknown): ParseResult {
  const { type, data } = asRecord(body);
  const { provider } = asRecord(asRecord(data).metadata);
  return parseEvent({
    // It is not in the body, since it says nothing more than the provider.
    source: `${sourcePrefix}${provider}`,
    'detail-type': type,
    detail: data,
  });
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
