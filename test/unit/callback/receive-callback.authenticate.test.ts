import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { problems } from '../../../functions/callback/responses.ts';
import { isJsonObject } from '../../../shared/json.ts';
import { jsonCodec } from '../../../shared/provider/body-codec.ts';
import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import { lineProvider, validToken } from '../../support/line-provider.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';
import { createPorts, receivedAt, toRequest } from './callback-ports.ts';

describe('a handshake', () => {
  const byGet: ProviderAdapter = {
    ...lineProvider,
    manifest: {
      ...lineProvider.manifest,
      handshake: { method: 'GET', contentType: 'text/html', body: 'the challenge' },
    },
    handshake: ({ query }) => query.challenge,
  };
  const getRequest = (overrides: Partial<CallbackRequest> = {}) =>
    toRequest({ method: 'GET', text: '', query: { challenge: '<b>1158201444</b>' }, ...overrides });

  it('gets the response and the content type that its provider expects, and stores nothing', async () => {
    const { ports, stored, payload } = createPorts();
    expect(await receiveCallback(getRequest(), byGet, ports)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<b>1158201444</b>',
    });
    expect([stored, [...payload]]).toEqual([[], []]);
  });

  it('is refused with a wrong token, and without the proof that it must carry', async () => {
    const { ports } = createPorts();
    const statusOf = async (request: CallbackRequest) =>
      (await receiveCallback(request, byGet, ports)).status;
    expect(await statusOf(getRequest({ token: 'wrong' }))).toBe(401);
    expect(await statusOf(getRequest({ query: {} }))).toBe(401);
  });

  it('may be a POST among callbacks: its body is decoded once, and only with the right token', async () => {
    let decoded = 0;
    const byPost: ProviderAdapter = {
      ...lineProvider,
      manifest: {
        ...lineProvider.manifest,
        handshake: { method: 'POST', contentType: 'application/json', body: 'the secret, as JSON' },
      },
      codec: {
        ...jsonCodec,
        decode(...body) {
          decoded += 1;
          return jsonCodec.decode(...body);
        },
      },
      handshake: (_request, { verifyToken }, body) =>
        isJsonObject(body) && body.clientToken === verifyToken && typeof body.secret === 'string'
          ? JSON.stringify({ secret: body.secret })
          : undefined,
    };
    const secrets = createMemorySecretSource({ token: validToken, verifyToken: 'of the owner' });
    const { ports, stored } = createPorts({ secrets });
    const text = '{"clientToken":"of the owner","secret":"1158201444"}';
    expect(await receiveCallback(toRequest({ text }), byPost, ports)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"secret":"1158201444"}',
    });
    expect([decoded, stored]).toEqual([1, []]);
    await receiveCallback(toRequest(), byPost, ports);
    expect([decoded, stored.length]).toEqual([2, 1]);
    await receiveCallback(toRequest({ token: 'wrong', text }), byPost, ports);
    expect(decoded).toBe(2);
  });
});

describe('a handshake of a provider with several accounts', () => {
  const adapter: ProviderAdapter = {
    ...lineProvider,
    manifest: {
      ...lineProvider.manifest,
      handshake: { method: 'GET', contentType: 'text/plain', body: 'the challenge' },
    },
    handshake: ({ query }, { verifyToken }) =>
      query.verify === verifyToken ? query.challenge : undefined,
  };
  const token = 'the-token-of-the-shop';
  const secrets = createMemorySecretSource({
    token: validToken,
    verifyToken: 'of the provider',
    connections: { shop: { token, verifyToken: 'of the shop' } },
  });

  it.each([
    [validToken, 'of the provider', 200],
    [token, 'of the shop', 200],
    [validToken, 'of the shop', 401],
    [token, 'of the provider', 401],
  ])(
    'with the token %s proves itself by the secret of that account: %s gives %i',
    async (url, verify, status) => {
      const { ports } = createPorts({ secrets });
      const query = { verify, challenge: '1158201444' };
      const request = toRequest({ method: 'GET', text: '', token: url, query });
      expect((await receiveCallback(request, adapter, ports)).status).toBe(status);
    },
  );
});

describe('a refused callback', () => {
  it.each([
    ['an outdated token', 'the-token-before-rotation', 'callback refused'],
    ['the beginning of the token', validToken.slice(0, 16), 'callback refused'],
    ['the path of a scan', 'wp-login.php', 'stray request'],
    ['characters that no token has', "../../etc/passwd?' OR 1=1 --", 'stray request'],
    ['no token', '', 'stray request'],
  ])('with %s is logged as what it is', async (_what, token, message) => {
    const { ports, lines } = createPorts();
    await receiveCallback(toRequest({ token }), lineProvider, ports);
    const expected = { message, provider: 'lines', problem: 'unauthorized' };
    expect(lines.map((line) => JSON.parse(line))).toEqual([expected]);
  });

  it.each([
    ['a wrong token', { token: 'another-token-altogether' }, 'unauthorized'],
    ['no token', { token: '' }, 'unauthorized'],
    ['a wrong token and no JSON', { token: 'wrong', text: '{' }, 'unauthorized'],
    ['another method', { method: 'DELETE' }, 'methodNotAllowed'],
    ['another method and a wrong token', { method: 'DELETE', token: 'wrong' }, 'unauthorized'],
    ['too much', { body: Buffer.alloc(4 * 1024 * 1024 + 1, ' ') }, 'tooLarge'],
    ['too much and a wrong token', { body: Buffer.alloc(5_000_000), token: '' }, 'unauthorized'],
  ] as const)(
    'with %s gets a problem in constant text, and stores nothing',
    async (_n, change, p) => {
      const { ports, stored } = createPorts();
      const response = await receiveCallback(toRequest(change), lineProvider, ports);
      expect(response.status).toBe(problems[p].status);
      expect(response.headers).toEqual({
        'content-type': 'application/problem+json',
        ...(p === 'methodNotAllowed' && { allow: 'POST' }),
      });
      expect(JSON.parse(response.body)).toEqual({ type: 'about:blank', ...problems[p] });
      expect(stored).toEqual([]);
    },
  );

  it('with another method gets every method that its provider uses', async () => {
    const { ports } = createPorts();
    const manifest = { ...lineProvider.manifest, methods: ['POST', 'PUT'] as const };
    const request = toRequest({ method: 'GET' });
    const { headers } = await receiveCallback(request, { ...lineProvider, manifest }, ports);
    expect(headers.allow).toBe('POST, PUT');
  });

  it('is not one of the largest size', async () => {
    const { ports, stored } = createPorts();
    const text = '{"lines":["Hello"]}'.padEnd(4 * 1024 * 1024, ' ');
    expect((await receiveCallback(toRequest({ text }), lineProvider, ports)).status).toBe(200);
    expect(stored).toHaveLength(1);
  });

  it('is not one with a wrong content type and a JSON body', async () => {
    const { ports, stored } = createPorts();
    const headers = { 'content-type': 'text/plain' };
    expect((await receiveCallback(toRequest({ headers }), lineProvider, ports)).status).toBe(200);
    expect(stored).toHaveLength(1);
  });
});

describe('the secret', () => {
  it('is fetched again when a token does not match, so that a rotation loses no callback', async () => {
    let elapsedMs = 0;
    const clock = { now: receivedAt, monotonicMs: () => elapsedMs };
    const secrets = createMemorySecretSource({ token: 'the-token-before-rotation' }, clock);
    await secrets.get();
    secrets.secret = { token: validToken };
    elapsedMs += 10_000;
    const { ports, stored } = createPorts({ secrets });
    expect((await receiveCallback(toRequest(), lineProvider, ports)).status).toBe(200);
    expect(stored).toHaveLength(1);
  });

  it('that cannot be fetched is a 503, never a 401', async () => {
    const secrets = createMemorySecretSource({ token: validToken });
    secrets.isDown = true;
    const { ports } = createPorts({ secrets });
    expect((await receiveCallback(toRequest(), lineProvider, ports)).status).toBe(503);
  });

  it('names the connection whose token the callback came with', async () => {
    const token = 'the-token-of-another-account';
    const secrets = createMemorySecretSource({
      token: validToken,
      connections: { shop: { token } },
    });
    const { ports, stored } = createPorts({ secrets });
    await receiveCallback(toRequest({ token }), lineProvider, ports);
    expect(stored[0]?.event.detail.metadata.account).toMatchObject({ connection: 'shop' });
  });
});
