import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSecret } from '../../../shared/provider/provider-secret.ts';
import type { SignatureScheme } from '../../../shared/provider/signature-scheme.ts';
import { secrets } from '../../support/any-callback.ts';

const token = 'the-token-of-the-provider';
const shop = { token: 'the-token-of-the-shop' };
const problemOf = (secret: unknown, signature?: SignatureScheme) => {
  const text = typeof secret === 'string' ? secret : JSON.stringify(secret);
  const parsed = parseSecret(text, signature);
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
    expect(problemOf({ ...all, token, connections: { shop: all } })).toBeUndefined();
  });

  it.each([
    ['text that is not JSON', 'hunter2', 'not a JSON object'],
    ['a list', [token], 'not a JSON object'],
    ['no token', {}, 'invalid value of token'],
    ['a short token', { token: 'hunter2' }, 'invalid value of token'],
    ['a token of 15 characters', { token: 'x'.repeat(15) }, 'invalid value of token'],
    ['one key as text', { token, signingKeys: 'hunter2' }, 'invalid value of signingKeys'],
    ['three keys', { token, signingKeys: ['a', 'b', 'c'] }, 'invalid value of signingKeys'],
    ['an empty key', { token, signingKeys: [''] }, 'invalid value of signingKeys'],
    [
      'three values of a header',
      { token, headers: { A: ['1', '2', '3'] } },
      'invalid value of headers.A',
    ],
    ['a header that is a number', { token, headers: { A: 7 } }, 'invalid value of headers.A'],
    ['headers as a list', { token, headers: ['A'] }, 'invalid value of headers'],
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

  it.each([
    ['without keys', { signingKeys: [] }, 'invalid value of signingKeys'],
    ['with an empty header', { headers: { A: '' } }, 'invalid value of headers.A'],
    ['with a header without values', { headers: { A: [] } }, 'invalid value of headers.A'],
    [
      'with an empty value of two',
      { headers: { A: ['hunter2', ''] } },
      'invalid value of headers.A',
    ],
    ['with a space after a header', { headers: { A: 'hunter2 ' } }, 'invalid value of headers.A'],
    ['with two lines in a header', { headers: { A: 'hunter2\nB' } }, 'invalid value of headers.A'],
    [
      'with a header twice',
      { headers: { 'X-Key': 'a', 'x-key': 'b' } },
      'invalid value of headers.x-key: the header is there twice',
    ],
    [
      'with a header whose name has a space',
      { headers: { 'User Name': 'a' } },
      'invalid value of headers.(not a name): not the name of a header',
    ],
    ['with a line feed in the token', { token: `${token}\n` }, 'invalid value of token'],
    ['with a space in the token', { token: `the ${token}` }, 'invalid value of token'],
    ['with a slash in a token', { previousToken: `a/${token}` }, 'invalid value of previousToken'],
    [
      'with a token of the provider',
      { connections: { shop: { token } } },
      'connections.shop.token is also a token of another account',
    ],
    [
      'with the previous token of another connection',
      {
        connections: { shop, other: { token: 'the-token-of-another', previousToken: shop.token } },
      },
      'connections.other.previousToken is also a token of another account',
    ],
  ])('has a mistake %s, which would refuse or mix up callbacks', (_what, values, problem) => {
    expect(problemOf({ token, ...values })).toBe(problem);
  });

  it('may have every character in a token that needs no escape in a URL', () => {
    expect(problemOf({ token: 'azAZ09-._~azAZ09-._~' })).toBeUndefined();
  });

  it('has a mistake with a key that the provider cannot sign with, also in a connection', () => {
    const ed25519: SignatureScheme = {
      algorithm: 'ed25519',
      encoding: 'hex',
      keyEncoding: 'hex',
      headers: [{ name: 'x-signature', patterns: ['{signature}'] }],
      signed: ['body'],
    };
    const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    const good = Buffer.from(x, 'base64url').toString('hex');
    const problem = 'each must be a key of ed25519 in the form hex';
    expect(problemOf({ token, signingKeys: [good] }, ed25519)).toBeUndefined();
    expect(problemOf({ token, signingKeys: [good, 'hunter2'] }, ed25519)).toBe(
      `invalid value of signingKeys: ${problem}`,
    );
    const connections = { shop: { ...shop, signingKeys: ['hunter2'] } };
    expect(problemOf({ token, connections }, ed25519)).toBe(
      `invalid value of connections.shop.signingKeys: ${problem}`,
    );
    // The media mirror checks no signature.
    expect(problemOf({ token, signingKeys: ['hunter2'] })).toBeUndefined();
  });
});
