import { createHmac } from 'node:crypto';
import { jsonCodec } from '../../shared/provider/body-codec.ts';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import { signCallback } from '../../shared/provider/signature.ts';

const signingKey = 'the-signing-key';

/** A secret with everything that a provider can prove. */
export const fullSecret: ProviderSecret = {
  token: 'the-current-token-of-the-provider',
  previousToken: 'the-token-before-the-rotation',
  headers: { UserName: 'tributary', Authorization: ['Basic old-value', 'Basic new-value'] },
  signingKeys: ['the-old-signing-key', signingKey],
  connections: {
    second: {
      token: 'the-token-of-the-second-account',
      headers: { UserName: 'second', Authorization: 'Basic of-the-second' },
      signingKeys: ['the-signing-key-of-the-second'],
    },
  },
};

/** The headers of the secret, as a callback carries them. */
export const staticHeaders = { username: 'tributary', authorization: 'Basic new-value' };

/** The HMAC-SHA256 of a body in hex. */
export function signatureOf(body: Uint8Array): string {
  return createHmac('sha256', signingKey).update(body).digest('hex');
}

/**
 * A callback with these bytes and all proofs of its provider. It lacks the signature when these bytes have
 * nothing that the provider could sign: `isSignable`.
 */
export function genuineCallback(
  adapter: ProviderAdapter,
  body: Uint8Array,
  over: Partial<CallbackRequest> = {},
): CallbackRequest {
  const { manifest, codec = jsonCodec } = adapter;
  const request: CallbackRequest = {
    method: 'POST',
    url: `https://callbacks.example/${manifest.id}/${fullSecret.token}`,
    receivedAt: new Date('2026-03-01T12:00:00.000Z'),
    token: fullSecret.token,
    headers: { 'content-type': codec.contentType, ...staticHeaders },
    query: {},
    body,
    ...over,
  };
  return toSigned(adapter, request) ?? request;
}

/** Whether a provider can send these bytes: some sign a part of the body, which has to be there. */
export function isSignable(adapter: ProviderAdapter, body: Uint8Array): boolean {
  return toSigned(adapter, genuineCallback(adapter, body)) !== undefined;
}

/**
 * The request with the signature of its provider, or as it is when the provider does not sign.
 *
 * @returns `undefined` when the request has nothing that the provider could sign
 */
export function toSigned(
  { manifest }: ProviderAdapter,
  request: CallbackRequest,
  key = signingKey,
): CallbackRequest | undefined {
  if (manifest.signature === undefined) return request;
  const headers = signCallback(request, key, manifest.signature);
  return headers && { ...request, headers: { ...request.headers, ...headers } };
}
