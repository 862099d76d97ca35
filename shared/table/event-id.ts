import { hash } from 'node:crypto';
import type { RecordKey } from './keys.ts';

/**
 * `metadata.id` of the event record with this key: a UUID of version 8 (RFC 9562, §5.8) over the first
 * 122 bits of SHA-256, so that it fits a column of type UUID.
 *
 * The key contains the provider, the message and what happened to it, and nothing of the receipt. The
 * same callback has the same id when it is sent again, in another region, or replayed.
 */
export function eventId(key: RecordKey): string {
  const hex = hash('sha256', `${key.pk}\n${key.sk}`);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
