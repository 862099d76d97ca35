import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';

/**
 * The challenge that Meta wants back as the body, when a callback URL is entered in the App
 * Dashboard: a GET with `hub.mode=subscribe`, `hub.verify_token` and `hub.challenge`. Whether the
 * verify token is right is for `verify` to say.
 */
export function handshake({ method, query }: CallbackRequest): string | undefined {
  return method === 'GET' && query['hub.mode'] === 'subscribe' ? query['hub.challenge'] : undefined;
}
