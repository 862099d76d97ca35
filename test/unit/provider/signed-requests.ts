import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'vitest';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import { signCallback } from '../../../shared/provider/signature.ts';
import type { SignatureScheme } from '../../../shared/provider/signature-scheme.ts';

/** A callback of no provider, without a signature. */
export function toRequest(over: Partial<CallbackRequest> = {}): CallbackRequest {
  return {
    method: 'POST',
    url: 'https://callbacks.example/parrot/the-token?from=the-console',
    receivedAt: new Date('2026-01-02T03:04:05.000Z'),
    token: 'the-token',
    headers: { 'content-type': 'application/json' },
    query: {},
    body: Buffer.from('{"id":"p-1","inner":{"data":"SGVsbG8="},"at":1767323045}'),
    ...over,
  };
}

export const inHeader = (pattern: string): SignatureScheme['headers'] => [
  { name: 'x-signature', patterns: [pattern] },
];

/** HMAC-SHA256 of the body, in hex. */
export const plain = {
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  headers: inHeader('{signature}'),
  signed: ['body'],
} as const satisfies SignatureScheme;

/** The callback as its provider sends it; the test fails when it cannot be signed. */
export function sign(
  request: CallbackRequest,
  key: string,
  scheme: SignatureScheme,
): CallbackRequest {
  const headers = signCallback(request, key, scheme) ?? expect.fail('the callback is not signed');
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** A pair of keys, as text. */
export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

const ed25519Keys = generateKeyPairSync('ed25519');
export const ed25519 = toPem(ed25519Keys);
export const rsa = toPem(generateKeyPairSync('rsa', { modulusLength: 2048 }));

/** The public key without its envelope, as some providers show it. */
export const ed25519Bytes = Buffer.from(
  ed25519Keys.publicKey.export({ format: 'jwk' }).x ?? '',
  'base64url',
).toString('base64');

function toPem(pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }): KeyPair {
  return {
    publicKey: String(pair.publicKey.export({ type: 'spki', format: 'pem' })),
    privateKey: String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}
