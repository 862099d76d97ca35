import type { CallbackRequest } from './provider-adapter.ts';
import { type ConnectionSecret, equalsAnyOf } from './provider-secret.ts';

/**
 * The challenge that Meta expects as the body of the response when a callback URL is entered in the
 * App Dashboard: a GET with `hub.mode=subscribe`, `hub.verify_token` and `hub.challenge` (webhooks,
 * "Verification requests", read on 2026-11-21). It is not signed: the verify token is its proof.
 */
export function handshake(
  { query }: CallbackRequest,
  { token, previousToken, verifyToken }: ConnectionSecret,
): string | undefined {
  const live = verifyToken === undefined ? [token, previousToken] : [verifyToken];
  const isProven = equalsAnyOf(query['hub.verify_token'] ?? '', live);
  return isProven && query['hub.mode'] === 'subscribe' ? query['hub.challenge'] : undefined;
}
