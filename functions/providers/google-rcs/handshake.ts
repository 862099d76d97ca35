import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import { type ConnectionSecret, equalsAnyOf } from '../../../shared/provider/provider-secret.ts';

/**
 * The secret that Google expects as the body of the response when a webhook is saved in the Developer
 * Console: a POST with `clientToken` and `secret` (webhooks, "Set up your webhook", read on 2026-11-28).
 * It is not signed: the client token is its proof. Where the secret of the account does not have that
 * yet, the token in the URL is.
 */
export function handshake(
  _request: CallbackRequest,
  { signingKeys }: ConnectionSecret,
  body: JsonValue | undefined,
): string | undefined {
  if (!isJsonObject(body)) return undefined;
  const { clientToken, secret } = body;
  if (typeof clientToken !== 'string' || typeof secret !== 'string' || secret === '') {
    return undefined;
  }
  const isProven = signingKeys === undefined || equalsAnyOf(clientToken, signingKeys);
  return isProven ? secret : undefined;
}
