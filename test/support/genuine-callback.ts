import { createHmac } from 'node:crypto';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import { keyringOf } from '../../tools/provider-testing/keyring.ts';

export {
  genuineCallback,
  isSignable,
  toSigned,
} from '../../tools/provider-testing/genuine-callback.ts';
export { staticHeaders } from '../../tools/provider-testing/keyring.ts';

/** A secret with everything that a provider can prove whose keys are texts. */
export const fullSecret: ProviderSecret = keyringOf(undefined).secret;

/** The same for one provider, with keys of its scheme. */
export function fullSecretOf({ manifest }: ProviderAdapter): ProviderSecret {
  return keyringOf(manifest.signature).secret;
}

/** The HMAC-SHA256 of a body in hex. */
export function signatureOf(body: Uint8Array): string {
  return createHmac('sha256', keyringOf(undefined).signingKey).update(body).digest('hex');
}
