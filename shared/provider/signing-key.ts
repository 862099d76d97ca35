import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { SignatureScheme } from './signature-scheme.ts';
import { decodeBase64, decodeHex } from './signed-parts.ts';

/** A key as `node:crypto` takes it. */
export type SigningKey = string | Uint8Array | KeyObject;

/** Whether the provider signs with a private key, and the secret has the public one. */
export function isAsymmetric({ algorithm }: Pick<SignatureScheme, 'algorithm'>): boolean {
  return algorithm === 'ed25519' || algorithm === 'RS256';
}

/** The key that a text of `signingKeys` stands for; `undefined` when it is not a key of the scheme. */
export function readSigningKey(text: string, scheme: SignatureScheme): SigningKey | undefined {
  const key = decodeKey(text, scheme);
  // A signature with an empty key could be made by anyone.
  if (key === undefined || key.length === 0) return undefined;
  return isAsymmetric(scheme) ? readKey(() => createPublicKey(toPublicKeyInput(key)), scheme) : key;
}

/** The key with which a provider signs: the private key in PEM where the scheme is asymmetric. */
export function readKeyToSign(text: string, scheme: SignatureScheme): SigningKey | undefined {
  return isAsymmetric(scheme)
    ? readKey(() => createPrivateKey(text), scheme)
    : readSigningKey(text, scheme);
}

function decodeKey(
  text: string,
  { keyEncoding }: SignatureScheme,
): string | Uint8Array | undefined {
  if (keyEncoding === undefined) return text;
  return keyEncoding === 'base64' ? decodeBase64(text) : decodeHex(text);
}

/** PEM, or the bytes of an Ed25519 key as a JSON Web Key (RFC 8037, §2). */
function toPublicKeyInput(key: string | Uint8Array): Parameters<typeof createPublicKey>[0] {
  if (typeof key === 'string') return key;
  const x = Buffer.from(key).toString('base64url');
  return { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' };
}

function readKey(
  create: () => KeyObject,
  { algorithm }: Pick<SignatureScheme, 'algorithm'>,
): KeyObject | undefined {
  try {
    const key = create();
    const isOfScheme = key.asymmetricKeyType === (algorithm === 'RS256' ? 'rsa' : 'ed25519');
    return isOfScheme ? key : undefined;
  } catch {
    return undefined;
  }
}
