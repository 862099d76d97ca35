import { z } from 'zod';
import { parseJsonOrUndefined } from '../json.ts';

/** Before a key in its usual form (Standard Webhooks 1.0, "Signature scheme", read 2026-11-28). */
export const keyPrefix = 'whsec_';

/** How many bytes a key has (Standard Webhooks 1.0). */
const keyBytes = { least: 24, most: 64 } as const;

const secretValue = z.object({
  /** In base64, with or without the prefix: Secrets Manager generates it without. */
  key: z.string(),
  /** The key before it, while a rotation is not confirmed: it signs as well. */
  previousKey: z.string().optional(),
});

/** The keys that sign what is posted to a receiver: two during a rotation, the newest first. */
export type SigningKeys = readonly [newest: string, previous?: string];

/** What CloudFormation generates for a new secret: the letters and digits of a key, which are base64. */
export const generatedKey = {
  template: '{}',
  key: 'key',
  /** 33 bytes: a multiple of four needs no padding. */
  characters: 44,
} as const;

/**
 * Reads the value of the secret of an HTTP subscription.
 *
 * @returns the keys with their prefix; or what is wrong with the value, without any of it
 */
export function readSigningKeys(
  text: string,
): { readonly keys: SigningKeys } | { readonly problem: string } {
  const { data } = secretValue.safeParse(parseJsonOrUndefined(text));
  if (data === undefined) return { problem: 'it is not JSON with a key' };
  const { key, previousKey } = data;
  if (!isKey(key)) return { problem: `key is ${notAKey}` };
  if (previousKey === undefined) return { keys: [withPrefix(key)] };
  if (!isKey(previousKey)) return { problem: `previousKey is ${notAKey}` };
  return { keys: [withPrefix(key), withPrefix(previousKey)] };
}

/** The text of the secret for these keys. */
export function writeSigningKeys(keys: SigningKeys): string {
  return JSON.stringify(toSecretValue(keys));
}

/** The value of the secret for these keys, before it is JSON. */
export function toSecretValue([key, previousKey]: SigningKeys): z.infer<typeof secretValue> {
  return { key, ...(previousKey !== undefined && { previousKey }) };
}

/** The bytes of a key. */
export function toKeyBytes(key: string): Buffer {
  return Buffer.from(withoutPrefix(key), 'base64');
}

const notAKey = `not ${keyBytes.least} to ${keyBytes.most} bytes in base64`;

function isKey(text: string): boolean {
  const bytes = toKeyBytes(text);
  const isBase64 = bytes.toString('base64') === withoutPrefix(text);
  return isBase64 && bytes.length >= keyBytes.least && bytes.length <= keyBytes.most;
}

function withPrefix(key: string): string {
  return `${keyPrefix}${withoutPrefix(key)}`;
}

function withoutPrefix(key: string): string {
  return key.startsWith(keyPrefix) ? key.slice(keyPrefix.length) : key;
}
