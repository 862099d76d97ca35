import { hash } from 'node:crypto';
import { parseJson, toCanonicalJson } from '../../shared/json.ts';
import { unmappedKey } from '../../shared/payloads/payload-keys.ts';
import { writeStoredBody } from '../../shared/payloads/stored-body.ts';
import type { PayloadObject } from '../../shared/table/event-record.ts';
import type { Receipt } from '../../shared/table/to-event-record.ts';
import type { Delivery } from './to-event-records.ts';

/**
 * The raw JSON of an item for which the contract has no event, as it is kept in the payload bucket. Its key
 * is made of its content, so that a repetition overwrites it with itself.
 */
export function toUnmappedPayload(
  providerEvent: string,
  receipt: Receipt,
  delivery: Delivery,
): PayloadObject {
  const { provider, receivedAt } = receipt;
  const { text, json = parseJson(text), headers } = delivery;
  const sha256 = hash('sha256', toCanonicalJson(json));
  return {
    key: unmappedKey(provider, providerEvent, sha256),
    content: writeStoredBody({ provider, providerEvent, receivedAt, headers, body: text }),
  };
}
