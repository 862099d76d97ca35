import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';
import { receive } from '../../../support/hostile-gateway.ts';

const provider = await loadProvider('google-rcs');

const token = 'a-token-that-nobody-can-guess';
const clientToken = 'SJENCPGJESMGUFPY';
const secret: ProviderSecret = { token, signingKeys: [clientToken, 'the token before'] };

/** The bytes that Google signs. */
const data = Buffer.from(
  '{"senderPhoneNumber":"+447700900123","eventType":"READ","eventId":"E1","messageId":"M1","agentId":"acme@rbm.goog"}',
);

/** Made with OpenSSL: Google publishes none. */
const signature =
  'Ob2WxZAYBpPNhq7Nb33AdrlSdidr8Zb/juSUvvQg0p9z90ZuP6IglpkrENLBO2rw0TJIVN6+MQNsgW+bSPOaAg==';

const sign = (bytes: Uint8Array | string, key = clientToken) =>
  createHmac('sha512', key).update(bytes).digest('base64');

const envelope = (inner: Uint8Array = data, over: object = {}) => ({
  message: { data: Buffer.from(inner).toString('base64'), messageId: '1', ...over },
});

function post(body: object, header?: string): CallbackRequest {
  return {
    method: 'POST',
    url: `https://callbacks.example/google-rcs/${token}`,
    receivedAt: new Date('2026-01-02T03:04:07Z'),
    token,
    headers: { 'content-type': 'application/json', 'x-goog-signature': header },
    query: {},
    body: Buffer.from(JSON.stringify(body)),
  };
}

describe('a callback of Google', () => {
  it('is authentic with the HMAC of the decoded data', () => {
    expect(sign(data)).toBe(signature);
    expect(provider.verify(post(envelope(), signature), secret)).toEqual({ authentic: true });
  });

  it('is authentic whatever Pub/Sub writes around the data', () => {
    const body = envelope(data, { messageId: '2', publishTime: '2026-01-02T03:04:05Z' });
    expect(provider.verify(post(body, signature), secret)).toEqual({ authentic: true });
  });

  it('is authentic with the client token before', () => {
    const request = post(envelope(), sign(data, 'the token before'));
    expect(provider.verify(request, secret)).toEqual({ authentic: true });
  });

  it.each([
    ['no signature', undefined],
    ['that of another client token', sign(data, 'another')],
    ['that of the base64', sign(data.toString('base64'))],
    ['that of the whole body', sign(JSON.stringify(envelope()))],
    ['that of SHA-256', createHmac('sha256', clientToken).update(data).digest('base64')],
    ['the signature in hex', createHmac('sha512', clientToken).update(data).digest('hex')],
  ])('is refused with %s', (_what, header) => {
    expect(provider.verify(post(envelope(), header), secret)).toEqual({ authentic: false });
  });

  it('is refused with the signature of other data, or without data', () => {
    const other = post(envelope(Buffer.from('{}')), signature);
    expect(provider.verify(other, secret)).toEqual({ authentic: false });
    expect(provider.verify(post({}, signature), secret)).toEqual({ authentic: false });
  });
});

describe('the handshake', () => {
  const respond = async (body: object, to: ProviderSecret = secret) =>
    (await receive(provider, to, post(body))).response;
  const challenge = { clientToken, secret: '1234567890' };

  it('carries the client token, and gets its secret back as plain text', async () => {
    expect(await respond(challenge)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: '1234567890',
    });
  });

  it('needs no more than the token in the URL before the secret has the client token', async () => {
    expect(await respond(challenge, { token })).toMatchObject({ status: 200, body: '1234567890' });
  });

  it.each<[string, Readonly<Record<string, JsonValue>>]>([
    ['another client token', { ...challenge, clientToken: 'another' }],
    ['no client token', { secret: '1234567890' }],
    ['no secret', { clientToken }],
    ['an empty secret', { clientToken, secret: '' }],
  ])('is refused with %s', async (_what, body) => {
    expect((await respond(body)).status).toBe(401);
  });
});
