import { createHash, createHmac, KeyObject, sign, verify } from 'node:crypto';
import { equalsAnyOf } from './provider-secret.ts';
import type { DirectSignature } from './signature-scheme.ts';
import { decodeBase64, decodeHex, readParts, type SignedCallback } from './signed-parts.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * Whether one of the texts is the signature of a callback with this key. Digests are compared in constant
 * time: text that is not a digest takes as long as a wrong one.
 */
export function isAnySignature(
  texts: readonly string[],
  callback: SignedCallback,
  key: SigningKey,
  scheme: DirectSignature,
): boolean {
  if (!isInTime(callback, scheme)) return false;
  if (key instanceof KeyObject) {
    const bytes = readBytes(callback, scheme);
    const isSignature = (given: Uint8Array | undefined) =>
      given !== undefined && bytes !== undefined && verify(null, bytes, key, given);
    return texts.some((text) => isSignature(decode(text, scheme)));
  }
  const expected = digestParts(callback, key, scheme);
  if (expected === undefined) return false;
  let isSigned = false;
  for (const text of texts) {
    // Digits of hex may be in either case.
    if (equalsAnyOf(scheme.encoding === 'hex' ? text.toLowerCase() : text, [expected]))
      isSigned = true;
  }
  return isSigned;
}

/**
 * The signature of a callback, as its header has it.
 *
 * @returns `undefined` when the callback lacks a part that has to be signed
 */
export function writeSignature(
  callback: SignedCallback,
  key: SigningKey,
  scheme: DirectSignature,
): string | undefined {
  if (!(key instanceof KeyObject)) return digestParts(callback, key, scheme);
  const bytes = readBytes(callback, scheme);
  return bytes && sign(null, bytes, key).toString(scheme.encoding);
}

/** The time of receipt as the provider would have written it a moment ago. */
export function writeTimestamp(receivedAt: Date, { timestampUnit }: DirectSignature): string {
  const ms = receivedAt.getTime();
  return String(timestampUnit === 'milliseconds' ? ms : Math.floor(ms / 1000));
}

const hmac = 'hmac-';

function isInTime(
  { request, values }: SignedCallback,
  { toleranceSeconds, timestampUnit }: DirectSignature,
): boolean {
  if (toleranceSeconds === undefined) return true;
  const { timestamp = '' } = values;
  if (!/^\d{1,16}$/.test(timestamp)) return false;
  const ms = Number(timestamp) * (timestampUnit === 'milliseconds' ? 1 : 1000);
  return Math.abs(request.receivedAt.getTime() - ms) <= toleranceSeconds * 1000;
}

/** The digest as a header has it; `undefined` when the callback lacks a part. */
function digestParts(
  callback: SignedCallback,
  key: string | Uint8Array,
  { algorithm, encoding, signed }: DirectSignature,
): string | undefined {
  const parts = readParts(callback, signed, key);
  if (parts === undefined) return undefined;
  const digest = algorithm.startsWith(hmac)
    ? createHmac(algorithm.slice(hmac.length), key)
    : createHash(algorithm);
  for (const part of parts) digest.update(part);
  return digest.digest(encoding);
}

function readBytes(callback: SignedCallback, { signed }: DirectSignature): Buffer | undefined {
  const parts = readParts(callback, signed, '');
  return parts && Buffer.concat(parts.map((part) => Buffer.from(part)));
}

function decode(text: string, { encoding }: DirectSignature): Uint8Array | undefined {
  return encoding === 'hex' ? decodeHex(text) : decodeBase64(text);
}
