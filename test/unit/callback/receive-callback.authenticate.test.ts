import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { problems } from '../../../functions/callback/responses.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { lineProvider, validToken } from '../../support/line-provider.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';
import { createPorts, receivedAt, toRequest } from './callback-ports.ts';

describe('a handshake', () => {
  const challenging: ProviderAdapter = {
    ...lineProvider,
    handshake: ({ query }) => query.challenge,
  };

  it('gets its challenge as text, and stores nothing', async () => {
    const { ports, stored, payload } = createPorts();
    const request = toRequest({ query: { challenge: '<b>1158201444</b>' } });
    expect(await receiveCallback(request, challenging, ports)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: '<b>1158201444</b>',
    });
    expect([stored, [...payload]]).toEqual([[], []]);
  });

  it('is refused when it is not authentic', async () => {
    const { ports } = createPorts();
    const request = toRequest({ token: 'wrong', query: { challenge: '1158201444' } });
    expect((await receiveCallback(request, challenging, ports)).status).toBe(401);
  });
});

describe('a refused callback', () => {
  it.each([
    ['a wrong token', { token: 'another-token-altogether' }, 'unauthorized'],
    ['no token', { token: '' }, 'unauthorized'],
    ['a wrong token and no JSON', { token: 'wrong', text: '{' }, 'unauthorized'],
    ['another method', { method: 'DELETE' }, 'methodNotAllowed'],
    ['malformed JSON', { text: '{"lines":' }, 'malformed'],
    ['an empty body', { text: '' }, 'malformed'],
    ['a form', { text: 'a=b', headers: { 'content-type': 'text/plain' } }, 'unsupportedMediaType'],
    ['no content type and no JSON', { text: 'a=b', headers: {} }, 'unsupportedMediaType'],
    ['too much', { body: Buffer.alloc(4 * 1024 * 1024 + 1, ' ') }, 'tooLarge'],
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
