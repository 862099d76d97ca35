import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { signCallback } from '../../shared/provider/signature.ts';
import { fixtureReceivedAt } from './fixtures.ts';
import { keyringOf, staticHeaders } from './keyring.ts';

/** The body of a fixture as its provider sends it. */
export function encodeFixture({ codec }: ProviderAdapter, payload: string): Buffer<ArrayBuffer> {
  return Buffer.from(codec.encode(payload));
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
  const { manifest, codec } = adapter;
  const { token } = keyringOf(manifest.signature).secret;
  const request: CallbackRequest = {
    method: manifest.methods[0] ?? 'POST',
    url: `https://callbacks.example/${manifest.id}/${token}`,
    receivedAt: new Date(fixtureReceivedAt),
    token,
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
  key = keyringOf(manifest.signature).signingKey,
): CallbackRequest | undefined {
  if (manifest.signature === undefined) return request;
  const headers = signCallback(request, key, manifest.signature);
  return headers && { ...request, headers: { ...request.headers, ...headers } };
}
