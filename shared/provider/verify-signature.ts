import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a body carries an HMAC-SHA256 (RFC 2104, FIPS 180-4) made with one of the live keys.
 *
 * It tries every key and compares digests in constant time: the time it takes depends neither on
 * which key matched nor on how much of a wrong signature was right. Text that is not a digest matches
 * no key, and an empty list of keys matches no signature.
 *
 * @param body the raw bytes as received; parsing and serializing them again may change them
 * @param signature the digest in hex, in either case
 */
export function isSigned(
  body: Uint8Array,
  signature: string,
  keys: readonly (string | Uint8Array)[],
): boolean {
  // Zero bytes equal no hex digit.
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
