import { hash } from 'node:crypto';
import { isAnySignature, writeSignature, writeTimestamp } from './direct-signature.ts';
import type { CallbackRequest } from './provider-adapter.ts';
import { createHeaderReader, namesIn, writeSignatureHeaders } from './signature-headers.ts';
import type { SignatureScheme } from './signature-scheme.ts';
import { readKeyToSign, readSigningKey, type SigningKey } from './signing-key.ts';
import { isToken, writeToken } from './token-signature.ts';

/**
 * Whether a callback is signed with one of the live keys of a secret. Text that is not a signature matches no
 * key, and an empty list of keys matches no signature. It tries every key: the time it takes depends neither on
 * which key matched nor on how much of a wrong signature was right. Pure, and never throws.
 */
export type SignatureCheck = (request: CallbackRequest, keys: readonly string[]) => boolean;

/**
 * Prepares the check of a scheme once.
 *
 * @throws {Error} for a scheme that anyone could sign, or whose headers cannot be read
 */
export function createSignatureCheck(scheme: SignatureScheme): SignatureCheck {
  refuseUnsafe(scheme);
  const readHeaders = createHeaderReader(scheme.headers);
  // Reading a public key takes longer than checking with it. A list of keys ends with its secret.
  const known = new WeakMap<readonly string[], readonly (SigningKey | undefined)[]>();
  const readKeys = (texts: readonly string[]) => {
    let keys = known.get(texts);
    if (keys === undefined) {
      keys = texts.map((text) => readSigningKey(text, scheme));
      known.set(texts, keys);
    }
    return keys;
  };
  return (request, texts) => {
    const { signatures, values } = readHeaders(request.headers);
    const callback = { request, values };
    let isSigned = false;
    for (const key of signatures.length > 0 ? readKeys(texts) : []) {
      if (key === undefined) continue;
      const isSignedWithKey =
        'hashClaims' in scheme
          ? signatures.some((text) => isToken(text, callback, key, scheme))
          : isAnySignature(signatures, callback, key, scheme);
      if (isSignedWithKey) isSigned = true;
    }
    return isSigned;
  };
}

/**
 * The headers with which a provider would send a callback that the gateway receives at `receivedAt`.
 *
 * @param key one of `signingKeys`; where the scheme is asymmetric, the provider's private key in PEM
 * @returns `undefined` when the key cannot sign, or the callback lacks something that has to be signed
 */
export function signCallback(
  request: CallbackRequest,
  key: string,
  scheme: SignatureScheme,
): Readonly<Record<string, string>> | undefined {
  const usable = readKeyToSign(key, scheme);
  if (usable === undefined) return undefined;
  // A provider chooses most values, such as the id of a callback, as it likes.
  const anyValue = hash('sha256', request.body).slice(0, 32);
  const values = Object.fromEntries(namesIn(scheme.headers).map((name) => [name, anyValue]));
  if (!('hashClaims' in scheme) && 'timestamp' in values)
    values.timestamp = writeTimestamp(request.receivedAt, scheme);
  const callback = { request, values };
  const signature =
    'hashClaims' in scheme
      ? writeToken(callback, usable, scheme)
      : writeSignature(callback, usable, scheme);
  return signature === undefined
    ? undefined
    : writeSignatureHeaders(scheme.headers, { ...values, signature });
}

/** Anyone can make a digest without the key. A signature that covers nothing fits every callback. */
function refuseUnsafe(scheme: SignatureScheme): void {
  const signed = 'hashClaims' in scheme ? Object.values(scheme.hashClaims).flat() : scheme.signed;
  const needsKey = /^(md5|sha\d+)$/.test(scheme.algorithm);
  const isSafe =
    namesIn(scheme.headers).includes('signature') &&
    signed.some((part) => part !== 'key') &&
    (!needsKey || signed.includes('key'));
  if (!isSafe)
    throw new Error('a signature scheme needs {signature}, a part of the request, and a key');
}
