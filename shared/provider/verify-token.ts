import { hash, timingSafeEqual } from 'node:crypto';
import type { CallbackRequest, Verdict } from './provider-adapter.ts';
import type { ProviderSecret } from './provider-secret.ts';

/**
 * Whether the callback's path ends in a token of the provider: the current one, the
 * previous one during a rotation, or that of a named connection.
 *
 * It compares every live token, in constant time on digests of fixed length: the time it takes
 * depends neither on the position of the first wrong character nor on which token matched.
 */
export function verifyToken(request: CallbackRequest, secret: ProviderSecret): Verdict {
  const given = digest(request.token);
  let verdict: Verdict = { authentic: false };
  const { token, previousToken, connections = {} } = secret;
  if (isAnyOf(given, [token, previousToken])) verdict = { authentic: true };
  for (const [connection, tokens] of Object.entries(connections)) {
    if (isAnyOf(given, [tokens.token, tokens.previousToken])) {
      verdict = { authentic: true, connection };
    }
  }
  return verdict;
}

/** Whether a text equals one of the live values, in a time that does not depend on the texts. */
export function equalsAnyOf(given: string, live: readonly (string | undefined)[]): boolean {
  return isAnyOf(digest(given), live);
}

function isAnyOf(given: Uint8Array, live: readonly (string | undefined)[]): boolean {
  let equal = false;
  for (const value of live) {
    if (value && timingSafeEqual(given, liveDigest(value))) equal = true;
  }
  return equal;
}

/** Live values are few and last for months: hashing them again would cost more than comparing. */
const liveDigests = new Map<string, Uint8Array>();

function liveDigest(value: string): Uint8Array {
  const known = liveDigests.get(value) ?? digest(value);
  liveDigests.set(value, known);
  return known;
}

function digest(text: string): Uint8Array {
  return Buffer.from(hash('sha256', text));
}
