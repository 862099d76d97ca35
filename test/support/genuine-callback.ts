import { createHmac } from 'node:crypto';
import type { CallbackRequest, Provider } from '../../shared/providers/provider.ts';
import type { ProviderSecret } from '../../shared/providers/provider-secret.ts';

/** Everything that a provider can be told to prove is in this secret. */
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

/** `X-Hub-Signature-256` over a body. */
export function signatureOf(body: Uint8Array, key = 'the-signing-key'): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

/** A callback with everything that its provider proves, over this body. */
export function genuineCallback({ manifest }: Provider, body: Uint8Array): CallbackRequest {
  return {
    method: 'POST',
    token: fullSecret.token,
    headers: {
      'content-type': 'application/json',
      ...(manifest.proves.includes('static headers') && {
        username: 'tributary',
        authorization: 'Basic new-value',
      }),
      ...(manifest.proves.includes('signature') && { 'x-hub-signature-256': signatureOf(body) }),
    },
    query: {},
    body,
  };
}
