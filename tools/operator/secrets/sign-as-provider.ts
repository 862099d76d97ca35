import type { Manifest } from '../../../shared/provider/manifest.ts';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import { signCallback } from '../../../shared/provider/signature.ts';
import { isAsymmetric } from '../../../shared/provider/signing-key.ts';

/** The headers of a callback with its signature, if the secret demands one. */
export interface SignedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** Why the callback is not signed, although the secret demands it. */
  readonly unsignedBecause?: string;
}

/**
 * Signs a callback with the newest signing key of a secret, as the provider does.
 *
 * @param callback with its other headers, and the URL that the function sees
 */
export function signAsProvider(
  callback: Pick<CallbackRequest, 'method' | 'url' | 'body' | 'receivedAt'>,
  headers: SignedHeaders['headers'],
  { signingKeys }: Pick<ConnectionSecret, 'signingKeys'>,
  { name, signature }: Pick<Manifest, 'name' | 'signature'>,
): SignedHeaders {
  if (signature === undefined || signingKeys === undefined) return { headers };
  if (isAsymmetric(signature)) return { headers, unsignedBecause: `only ${name} can sign it` };
  const [key] = signingKeys;
  const request = { ...callback, headers, token: '', query: {} };
  const signed = key === undefined ? undefined : signCallback(request, key, signature);
  return signed === undefined
    ? { headers, unsignedBecause: 'the signing key is invalid, or the body lacks what is signed' }
    : { headers: { ...headers, ...signed } };
}
