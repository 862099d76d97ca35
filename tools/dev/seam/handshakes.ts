import { isJsonObject } from '../../../shared/json.ts';
import type { Handshake, SuccessResponse } from '../../../shared/provider/manifest.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';

/** How a provider verifies the callback URL, as one column of `docs/providers.md`. */
export interface SeamHandshake {
  readonly name: string;
  readonly manifest: Handshake | undefined;
  readonly handshake: ProviderAdapter['handshake'];
  /** The body of the response to the challenge `c-1`. */
  readonly response: string;
}

const fromQuery: ProviderAdapter['handshake'] = ({ query }) => query.challenge;

const fromBody: ProviderAdapter['handshake'] = (_request, _secret, body) =>
  isJsonObject(body) && typeof body.challenge === 'string' ? body.challenge : undefined;

/** The handshakes that an adapter can have. */
export const handshakes: readonly SeamHandshake[] = [
  { name: 'no handshake', manifest: undefined, handshake: undefined, response: '' },
  {
    name: 'GET, text',
    manifest: { method: 'GET', contentType: 'text/plain', body: 'the challenge' },
    handshake: fromQuery,
    response: 'c-1',
  },
  {
    name: 'POST, text',
    manifest: { method: 'POST', contentType: 'text/plain', body: 'the challenge' },
    handshake: fromBody,
    response: 'c-1',
  },
  {
    name: 'POST, JSON',
    manifest: { method: 'POST', contentType: 'application/json', body: 'the challenge in JSON' },
    handshake: (...request) => {
      const challenge = fromBody?.(...request);
      return challenge === undefined ? undefined : JSON.stringify({ challenge });
    },
    response: '{"challenge":"c-1"}',
  },
];

/** The responses to a callback that an adapter can give. */
export const responses: readonly SuccessResponse[] = [
  { status: 200, body: '' },
  { status: 202, body: '' },
  { status: 204, body: '' },
  { status: 200, contentType: 'application/json', body: '{"code":0}' },
  { status: 200, contentType: 'text/xml', body: '<Response/>' },
];
