import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSecret } from '../../../shared/provider/provider-secret.ts';
import { secrets } from '../../support/any-callback.ts';

const token = 'the-token-of-the-provider';
const shop = { token: 'the-token-of-the-shop' };
const problemOf = (secret: unknown) => {
  const parsed = parseSecret(typeof secret === 'string' ? secret : JSON.stringify(secret));
  return 'problem' in parsed ? parsed.problem : undefined;
};

describe('the secret of a provider', () => {
  it('may have every documented key, for the provider and for its connections', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const text = JSON.stringify(secret);
        expect(parseSecret(text)).toEqual({ secret: JSON.parse(text) });
      }),
    );
    const all = { ...shop, accessUser: 'a user', accessToken: 'a token' };
    expect(problemOf({ ...all, connections: { shop: all } })).toBeUndefined();
  });

  it.each([
    ['text that is not JSON', 'hunter2', 'not a JSON object'],
    ['a list', [token], 'not a JSON object'],
    ['no token', {}, 'invalid value of token'],
    ['a short token', { token: 'hunter2' }, 'invalid value of token'],
    ['one key as text', { token, signingKeys: 'hunter2' }, 'invalid value of signingKeys'],
    ['three keys', { token, signingKeys: ['a', 'b', 'c'] }, 'invalid value of signingKeys'],
    ['an empty key', { token, signingKeys: [''] }, 'invalid value of signingKeys'],
    [
      'three values of a header',
      { token, headers: { A: ['1', '2', '3'] } },
      'invalid value of headers',
    ],
    ['a header that is a number', { token, headers: { A: 7 } }, 'invalid value of headers'],
    ['an empty access token', { token, accessToken: '' }, 'invalid value of accessToken'],
    ['a null', { token, verifyToken: null }, 'invalid value of verifyToken'],
    ['connections as a list', { token, connections: [shop] }, 'invalid value of connections'],
    [
      'a connection as text',
      { token, connections: { shop: 'x' } },
      'invalid value of connections.shop',
    ],
    [
      'a connection without a token',
      { token, connections: { shop: {} } },
      'invalid value of connections.shop.token',
    ],
    [
      'connections of a connection',
      { token, connections: { shop: { ...shop, connections: {} } } },
      'unknown key connections.shop.connections',
    ],
    ['a misspelt key', { token, signingKey: ['hunter2'] }, 'unknown key signingKey'],
    [
      'two mistakes',
      { token, signingKey: ['hunter2'], accessToken: 7 },
      'unknown key signingKey; invalid value of accessToken',
    ],
    ['a value in place of a key', { token, EAAGhunter2: '' }, 'unknown key (not a name)'],
    ['the name of a property', `{"token":"${token}","__proto__":{}}`, 'unknown key __proto__'],
    ['another property', `{"token":"${token}","constructor":""}`, 'unknown key constructor'],
  ])('has a mistake with %s, which is named without a value', (_what, secret, problem) => {
    expect(problemOf(secret)).toBe(problem);
  });
});
