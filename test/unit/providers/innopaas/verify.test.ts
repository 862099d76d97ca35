import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { CallbackRequest } from '../../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../../shared/provider/provider-secret.ts';

const provider = await loadProvider('innopaas');

const token = 'a-token-that-nobody-can-guess';
const secret: ProviderSecret = {
  token,
  headers: { UserName: 'tributary', Authorization: ['Basic old-value', 'Basic new-value'] },
};

function toRequest(given: string, headers: CallbackRequest['headers']): CallbackRequest {
  const url = `https://callbacks.example/innopaas/${given}`;
  const receivedAt = new Date('2026-01-02T03:04:07Z');
  const body = new Uint8Array();
  return { method: 'POST', url, receivedAt, token: given, headers, query: {}, body };
}

function verify(
  headers: CallbackRequest['headers'],
  over: Partial<ProviderSecret> = {},
  given = token,
) {
  return provider.verify(toRequest(given, headers), { ...secret, ...over });
}

describe('a callback of InnoPaaS', () => {
  it.each(['Basic old-value', 'Basic new-value'])(
    'is authentic with the token and both headers, as Authorization %s',
    (authorization) => {
      expect(verify({ username: 'tributary', authorization })).toEqual({ authentic: true });
    },
  );

  it.each([
    ['no headers', {}],
    ['one of them', { username: 'tributary' }],
    ['an empty one', { username: 'tributary', authorization: '' }],
    ['the case of a value changed', { username: 'Tributary', authorization: 'Basic new-value' }],
    ['a value with more behind it', { username: 'tributary', authorization: 'Basic new-values' }],
    [
      'both values in one',
      { username: 'tributary', authorization: 'Basic old-value,Basic new-value' },
    ],
  ])('is refused with %s', (_what, headers) => {
    expect(verify(headers)).toEqual({ authentic: false });
  });

  it('is refused with the headers and another token', () => {
    const headers = { username: 'tributary', authorization: 'Basic new-value' };
    expect(verify(headers, {}, 'another-token-of-the-length..')).toEqual({ authentic: false });
  });

  it('needs no headers where none are configured', () => {
    const bare: ProviderSecret = { token };
    expect(provider.verify(toRequest(token, {}), bare)).toEqual({ authentic: true });
  });

  it.each(['', []])(
    'is refused where a header is configured as %j, which no callback can carry',
    (live) => {
      expect(verify({}, { headers: { UserName: live } })).toEqual({ authentic: false });
      expect(verify({ username: '' }, { headers: { UserName: live } })).toEqual({
        authentic: false,
      });
    },
  );

  it('is refused where only an inherited property has the name of a header', () => {
    expect(verify({}, { headers: { constructor: 'x' } })).toEqual({ authentic: false });
  });

  describe('of a connection', () => {
    const connectionToken = 'the-token-of-another-account';
    const headers = { username: 'tributary', authorization: 'Basic new-value' };

    it('needs the same headers', () => {
      const connections = { berlin: { token: connectionToken } };
      expect(verify(headers, { connections }, connectionToken)).toEqual({
        authentic: true,
        connection: 'berlin',
      });
      expect(verify({}, { connections }, connectionToken)).toEqual({ authentic: false });
    });

    it('needs the headers of its own account where that has any', () => {
      const connections = { berlin: { token: connectionToken, headers: { UserName: 'berlin' } } };
      expect(verify({ username: 'berlin' }, { connections }, connectionToken)).toEqual({
        authentic: true,
        connection: 'berlin',
      });
      expect(verify(headers, { connections }, connectionToken)).toEqual({ authentic: false });
    });
  });
});
