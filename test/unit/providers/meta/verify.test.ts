import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';
import { receive } from '../../../support/hostile-gateway.ts';

const provider = await loadProvider('meta');

const token = 'a-token-that-nobody-can-guess';
const secret: ProviderSecret = { token, signingKeys: ['the new app secret', 'the old app secret'] };

/** Characters that Meta escapes in the body that it signs stay escaped: the bytes are signed, not the text. */
const body = Buffer.from('{"object":"whatsapp_business_account","text":"\\u00e9\\u4e2d"}');

const signature = (key: string, bytes: Uint8Array = body) =>
  `sha256=${createHmac('sha256', key).update(bytes).digest('hex')}`;

function toAnyRequest(method: string): CallbackRequest {
  return {
    method,
    url: `https://callbacks.example/meta/${token}`,
    receivedAt: new Date('2026-01-02T03:04:07Z'),
    token,
    headers: {},
    query: {},
    body: new Uint8Array(),
  };
}

function post(header: string | undefined, over: Partial<CallbackRequest> = {}): CallbackRequest {
  return {
    ...toAnyRequest('POST'),
    headers: { 'x-hub-signature-256': header },
    body,
    ...over,
  };
}

function challenge(over: Readonly<Record<string, string | undefined>> = {}): CallbackRequest {
  const query = {
    'hub.mode': 'subscribe',
    'hub.verify_token': token,
    'hub.challenge': '1158201444',
    ...over,
  };
  return { ...toAnyRequest('GET'), query };
}

describe('a callback of Meta', () => {
  it.each(secret.signingKeys ?? [])('is authentic when it is signed with %s', (key) => {
    expect(provider.verify(post(signature(key)), secret)).toEqual({ authentic: true });
  });

  const good = signature('the new app secret');

  it.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['that of another key', signature('another app secret')],
    ['that of another body', signature('the new app secret', Buffer.from('{}'))],
    ['that of the text unescaped', signature('the new app secret', Buffer.from('{"text":"é中"}'))],
    ['the digest alone', good.slice('sha256='.length)],
    ['another scheme', good.replace('sha256', 'sha1')],
    ['a digest cut short', good.slice(0, -1)],
  ])('is refused with %s', (_what, header) => {
    expect(provider.verify(post(header), secret)).toEqual({ authentic: false });
  });

  it('is refused with a valid signature and another token', () => {
    const request = post(good, { token: 'another-token-of-the-length..' });
    expect(provider.verify(request, secret)).toEqual({ authentic: false });
  });

  it('needs no signature where the secret has no keys', () => {
    expect(provider.verify(post(undefined), { token })).toEqual({
      authentic: true,
      isUnsigned: true,
    });
  });

  it('is refused where the list of keys is empty', () => {
    const request = post(good);
    expect(provider.verify(request, { token, signingKeys: [] })).toEqual({ authentic: false });
  });

  it('of a connection is signed with the key of its own app', () => {
    const connections = { shop: { token: 'the-token-of-the-shop', signingKeys: ['shop secret'] } };
    const withConnections = { ...secret, connections };
    const over = { token: 'the-token-of-the-shop' };
    expect(provider.verify(post(signature('shop secret'), over), withConnections)).toEqual({
      authentic: true,
      connection: 'shop',
    });
    expect(provider.verify(post(good, over), withConnections)).toEqual({ authentic: false });
    expect(provider.verify(post(signature('shop secret')), withConnections)).toEqual({
      authentic: false,
    });
  });
});

describe('the handshake', () => {
  const respond = async (request: CallbackRequest, to: ProviderSecret = secret) =>
    (await receive(provider, to, request)).response;

  it('carries the token of the URL, and gets its challenge back', async () => {
    expect(await respond(challenge())).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: '1158201444',
    });
  });

  it('may carry the previous token during a rotation', async () => {
    const previous = 'the-token-before-the-rotation';
    const rotated = { ...secret, token: 'the-token-after-the-rotation', previousToken: previous };
    const request = { ...challenge({ 'hub.verify_token': previous }), token: previous };
    expect((await respond(request, rotated)).status).toBe(200);
  });

  it('carries the verify token where the secret has one', async () => {
    const withVerifyToken = { ...secret, verifyToken: 'chosen by the owner' };
    const request = challenge({ 'hub.verify_token': 'chosen by the owner' });
    expect((await respond(request, withVerifyToken)).status).toBe(200);
    expect((await respond(challenge(), withVerifyToken)).status).toBe(401);
  });

  it('of a connection carries its own token', async () => {
    const connections = { shop: { token: 'the-token-of-the-shop' } };
    const withShop = { ...secret, connections };
    const request = { ...challenge(), token: connections.shop.token };
    expect((await respond(request, withShop)).status).toBe(401);
    const own = { ...challenge({ 'hub.verify_token': request.token }), token: request.token };
    expect((await respond(own, withShop)).status).toBe(200);
  });

  it.each([
    ['another verify token', { 'hub.verify_token': 'wrong' }],
    ['no verify token', { 'hub.verify_token': undefined }],
    ['another mode', { 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.challenge': undefined }],
  ])('is refused with %s, also where the secret has no keys', async (_what, over) => {
    expect((await respond(challenge(over))).status).toBe(401);
    expect((await respond(challenge(over), { token })).status).toBe(401);
  });

  it('is refused at a URL with another token', async () => {
    const request = { ...challenge(), token: 'another-token-of-the-length..' };
    expect((await respond(request)).status).toBe(401);
  });

  it('is not a POST', async () => {
    expect((await respond({ ...challenge(), method: 'POST' })).status).toBe(401);
  });
});
