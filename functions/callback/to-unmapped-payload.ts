import { hash } from 'node:crypto';
import { parseJson, toCanonicalJson } from '../../shared/json.ts';
import type { VaultObject } from '../../shared/table/event-record.ts';
import type { Receipt } from '../../shared/table/to-event-record.ts';
import type { Delivery } from './to-event-records.ts';

/**
 * The raw JSON of an item for which the contract has no event, as it is kept in the vault. Its key
 * is made of its content, so that a repetition overwrites it with itself.
 */
export function toKeptObject(feed: string, receipt: Receipt, delivery: Delivery): VaultObject {
  const { provider, receivedAt } = receipt;
  const { text, json = parseJson(text), headers } = delivery;
  const sha256 = hash('sha256', toCanonicalJson(json));
  return {
    key: `kept/${provider}/${safeSegment(feed)}/${sha256}.json`,
    content: JSON.stringify({ provider, feed, receivedAt, headers, body: text }),
  };
}

function safeSegment(feed: string): string {
  return /^\w[\w-]{0,63}$/.test(feed) ? feed : 'other';
}
