import { createHash, createHmac, KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import { isJsonObject, type JsonObject, parseJsonOrUndefined } from '../json.ts';
import type { SignedPart, TokenSignature } from './signature-scheme.ts';
import { readParts, type SignedCallback } from './signed-parts.ts';
import type { SigningKey } from './signing-key.ts';

/** How far the provider's clock may differ from ours, for `exp` and `nbf` (RFC 7519, §4.1.4). */
const leewaySeconds = 60;

/**
 * Whether a text is a JSON Web Token (RFC 7519) that was signed with this key, is valid at the time of receipt,
 * and holds the hashes of this callback. A token names its own algorithm; only that of the scheme counts.
 */
export function isToken(
  text: string,
  callback: SignedCallback,
  key: SigningKey,
  scheme: TokenSignature,
): boolean {
  const [header = '', claims = '', signature = '', ...others] = text.split('.');
  if (others.length > 0 || readJson(header)?.alg !== scheme.algorithm) return false;
  const isSigned = isSignatureOf(`${header}.${claims}`, decode(signature), key);
  const read = readJson(claims);
  return (
    isSigned &&
    read !== undefined &&
    isValidAt(callback.request.receivedAt, read, scheme) &&
    Object.entries(scheme.hashClaims).every(([name, parts]) => {
      const expected = hashParts(parts, callback, scheme);
      return expected !== undefined && Object.hasOwn(read, name) && read[name] === expected;
    })
  );
}

/**
 * The token of a callback.
 *
 * @returns `undefined` when the callback lacks a part that has to be hashed
 */
export function writeToken(
  callback: SignedCallback,
  key: SigningKey,
  scheme: TokenSignature,
): string | undefined {
  const issuedAt = Math.floor(callback.request.receivedAt.getTime() / 1000);
  const claims: Record<string, string | number> = { iat: issuedAt };
  for (const [name, parts] of Object.entries(scheme.hashClaims)) {
    const digest = hashParts(parts, callback, scheme);
    if (digest === undefined) return undefined;
    claims[name] = digest;
  }
  const signed = [{ alg: scheme.algorithm, typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature =
    key instanceof KeyObject
      ? sign('sha256', Buffer.from(signed), key)
      : createHmac('sha256', key).update(signed).digest();
  return `${signed}.${signature.toString('base64url')}`;
}

function isSignatureOf(signed: string, given: Uint8Array | undefined, key: SigningKey): boolean {
  if (key instanceof KeyObject)
    return given !== undefined && verify('sha256', Buffer.from(signed), key, given);
  const expected = createHmac('sha256', key).update(signed).digest();
  const isDigest = given?.length === expected.length;
  return timingSafeEqual(isDigest ? given : Buffer.alloc(expected.length), expected) && isDigest;
}

function isValidAt(
  receivedAt: Date,
  { exp, nbf, iat }: JsonObject,
  { toleranceSeconds }: TokenSignature,
): boolean {
  const now = receivedAt.getTime() / 1000;
  const isTime = (value: unknown) => value === undefined || typeof value === 'number';
  if (!isTime(exp) || !isTime(nbf) || !isTime(iat)) return false;
  if (typeof exp === 'number' && !(now <= exp + leewaySeconds)) return false;
  if (typeof nbf === 'number' && !(now >= nbf - leewaySeconds)) return false;
  if (toleranceSeconds === undefined) return true;
  return typeof iat === 'number' && Math.abs(now - iat) <= toleranceSeconds;
}

function hashParts(
  parts: readonly SignedPart[],
  callback: SignedCallback,
  { encoding }: TokenSignature,
): string | undefined {
  // A key is not hashed: a token is signed with it.
  const read = readParts(callback, parts, '');
  if (read === undefined) return undefined;
  const digest = createHash('sha256');
  for (const part of read) digest.update(part);
  return digest.digest(encoding);
}

function readJson(base64: string): JsonObject | undefined {
  const bytes = decode(base64);
  const json = bytes && parseJsonOrUndefined(Buffer.from(bytes).toString());
  return isJsonObject(json) ? json : undefined;
}

/** The bytes; `undefined` unless they would be written as this text (RFC 7515, §2). */
function decode(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
