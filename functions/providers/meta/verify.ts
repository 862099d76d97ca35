import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';
import type { CallbackRequest, Verdict } from '../../../shared/provider/provider-adapter.ts';
import type { ConnectionSecret, ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { isSigned } from '../../../shared/provider/verify-signature.ts';
import { equalsAnyOf, verifyToken } from '../../../shared/provider/verify-token.ts';
import { handshake } from './handshake.ts';

/**
 * Meta signs what it posts: `X-Hub-Signature-256` is `sha256=` and the HMAC-SHA256 of the raw bytes
 * with the app's secret (webhooks, "Validating payloads", read on 2026-11-21). The provider's secret
 * holds it in `signingKeys`, with a second one while the app secret is changed. Without
 * `signingKeys`, the token in the URL is the only proof.
 *
 * The handshake is not signed but carries a verify token. Every GET must be a handshake.
 */
export function verify(request: CallbackRequest, secret: ProviderSecret): Verdict {
  const verdict = verifyToken(request, secret);
  const connection = verdict.authentic ? verdict.connection : undefined;
  const expected = toConnectionSecret(secret, connection);
  const carriesProof = request.method === 'GET' ? carriesVerifyToken : carriesSignature;
  return carriesProof(request, expected) ? verdict : { authentic: false };
}

function carriesVerifyToken(
  request: CallbackRequest,
  { token, previousToken, verifyToken }: ConnectionSecret,
): boolean {
  const live = verifyToken === undefined ? [token, previousToken] : [verifyToken];
  const given = request.query['hub.verify_token'] ?? '';
  return equalsAnyOf(given, live) && handshake(request) !== undefined;
}

function carriesSignature(
  { headers, body }: CallbackRequest,
  { signingKeys }: ConnectionSecret,
): boolean {
  if (signingKeys === undefined) return true;
  const [scheme, signature = ''] = (headers['x-hub-signature-256'] ?? '').split('=');
  return isSigned(body, scheme === 'sha256' ? signature : '', signingKeys);
}
