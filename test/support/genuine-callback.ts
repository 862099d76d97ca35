import { createHmac } from 'node:crypto';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';

/** A secret with everything that a provider can prove. */
export const fullSecret: ProviderSecret = {
  token: 'the-current-token-of-the-provider',
  previousToken: 'the-token-before-the-rotation',
  headers: { UserName: 'tributary', Authorization: ['Basic old-value', 'Basic new-value'] },
  signingKeys: ['the-old-signing-key', 'the-signing-key'],
  connections: {
    second: {
      token: 'the-token-of-the-second-account',
      headers: { UserName: 'second', Authorization: 'Basic of-the-second' },
      signingKeys: ['the-signing-key-of-the-second'],
    },
  },
};

/** The HMAC-SHA256 of a body in hex. */
export function signatureOf(body: Uint8Array, key = 'the-signing-key'): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

/** A callback with this body and all proofs of its provider. */
export function genuineCallback({ manifest }: ProviderAdapter, body: Uint8Array): CallbackRequest {
  const { signature } = manifest;
  return {
    method: 'POST',
    token: fullSecret.token,
    headers: {
      'content-type': 'application/json',
      ...(manifest.proves.includes('static headers') && {
        username: 'tributary',
        authorization: 'Basic new-value',
      }),
      ...(signature && { [signature.header]: `${signature.prefix}${signatureOf(body)}` }),
    },
    query: {},
    body,
  };
}
