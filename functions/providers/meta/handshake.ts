import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';

/**
 * The challenge that Meta expects as the body of the response when a callback URL is entered in the
 * App Dashboard: a GET with `hub.mode=subscribe`, `hub.verify_token` and `hub.challenge`. `verify`
 * checks the verify token.
 */
export function handshake({ method, query }: CallbackRequest): string | undefined {
  return method === 'GET' && query['hub.mode'] === 'subscribe' ? query['hub.challenge'] : undefined;
}
