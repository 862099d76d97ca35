import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a body carries an HMAC-SHA256 (RFC 2104, FIPS 180-4) made with one of the live keys.
 *
 * Every key is tried, and digests are compared in constant time: neither which key matched nor how
 * much of a wrong signature was right shows in the time that it takes. A signature that is no digest
 * matches nothing, and nothing matches an empty list of keys.
 *
 * @param body the raw bytes as they came; parsing and writing them anew may change them
 * @param signature the digest in hex, in either case
 */
export function isSigned(
  body: Uint8Array,
  signature: string,
  keys: readonly (string | Uint8Array)[],
): boolean {
  // No hex digit is a zero byte.
  const given = isDigest(signature)
    ? Buffer.from(signature.toLowerCase(), 'latin1')
    : Buffer.alloc(digestDigits);
  let signed = false;
  for (const key of keys) {
    const digest = createHmac('sha256', key).update(body).digest('hex');
    if (timingSafeEqual(given, Buffer.from(digest, 'latin1'))) signed = true;
  }
  return signed;
}

const digestDigits = 64;

function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text);
}
