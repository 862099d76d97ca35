import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import { receive } from '../../../support/hostile-gateway.ts';

const token = 'a-token-that-nobody-can-guess';
const secret = { token, signingKeys: ['app-secret'] };

/** As Meta writes it: only ASCII, and escaped slashes. */
const body =
  '{"object":"page","entry":[{"id":"1","time":1795003200123,"messaging":[{"sender":{"id":"2"},"recipient":{"id":"1"},"timestamp":1795003200000,"message":{"mid":"m_1","text":"\\u00e4\\u00f6\\u00e5 \\/"}}]}]}';

/** Made with OpenSSL: Meta publishes none. */
const signature = 'sha256=b6c081f2fa017e60316e5187c03f60c77d0451127250ce56518d088dc83fa300';

const sign = (text: string, key = 'app-secret') =>
  `sha256=${createHmac('sha256', key).update(text).digest('hex')}`;

function request(over: Partial<CallbackRequest>): CallbackRequest {
  return {
    method: 'POST',
    url: `https://callbacks.example/messenger/${token}`,
    receivedAt: new Date('2026-01-02T03:04:07Z'),
    token,
    headers: { 'content-type': 'application/json' },
    query: {},
    body: Buffer.from(body),
    ...over,
  };
}

const providers = await Promise.all(
  ['messenger', 'instagram'].map(async (id) => ({ id, provider: await loadProvider(id) })),
);

describe.each(providers)('a callback of $id', ({ provider }) => {
  const verify = (header: string | undefined, text = body) =>
    provider.verify(
      request({ headers: { 'x-hub-signature-256': header }, body: Buffer.from(text) }),
      secret,
    );

  it('is authentic with the HMAC of the bytes that came', () => {
    expect(sign(body)).toBe(signature);
    expect(verify(signature)).toEqual({ authentic: true });
  });

  it.each([
    ['no signature', undefined],
    ['that of another app', sign(body, 'another')],
    ['that of the same JSON, written again', sign(JSON.stringify(JSON.parse(body)))],
    ['the older one', `sha1=${createHmac('sha1', 'app-secret').update(body).digest('hex')}`],
  ])('is refused with %s', (_what, header) => {
    expect(verify(header)).toEqual({ authentic: false });
  });

  it('is preceded by a challenge, with the token of the URL or the verify token', async () => {
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '115820' };
    const challenge = request({ method: 'GET', query, body: new Uint8Array() });
    const respond = async (to: object) =>
      (await receive(provider, { ...secret, ...to }, challenge)).response;
    expect(await respond({})).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: '115820',
    });
    expect((await respond({ verifyToken: 'chosen by the owner' })).status).toBe(401);
  });
});
