import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';
import type { CallbackRequest, Verdict } from '../../../shared/provider/provider-adapter.ts';
import type { ConnectionSecret, ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { isSigned } from '../../../shared/provider/verify-signature.ts';
import { verifyToken } from '../../../shared/provider/verify-token.ts';

/**
 * Meta signs what it posts: `X-Hub-Signature-256` is `sha256=` and the HMAC-SHA256 of the raw bytes
 * with the app's secret (webhooks, "Validating payloads", read on 2026-11-21). The provider's secret
 * holds it in `signingKeys`, with a second one while the app secret is changed. Without
 * `signingKeys`, the token in the URL is the only proof.
 */
export function verify(request: CallbackRequest, secret: ProviderSecret): Verdict {
  const verdict = verifyToken(request, secret);
  const connection = verdict.authentic ? verdict.connection : undefined;
  const expected = toConnectionSecret(secret, connection);
  return carriesSignature(request, expected) ? verdict : { authentic: false };
}

function carriesSignature(
  { headers, body }: CallbackRequest,
  { signingKeys }: ConnectionSecret,
): boolean {
  if (signingKeys === undefined) return true;
  const [scheme, signature = ''] = (headers['x-hub-signature-256'] ?? '').split('=');
  return isSigned(body, scheme === 'sha256' ? signature : '', signingKeys);
}
