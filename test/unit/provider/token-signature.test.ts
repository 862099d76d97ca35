import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSignatureCheck } from '../../../shared/provider/signature.ts';
import type { SignatureScheme } from '../../../shared/provider/signature-scheme.ts';
import { inHeader, rsa, sign, toRequest } from './signed-requests.ts';

describe('a JSON Web Token', () => {
  const scheme: SignatureScheme = {
    algorithm: 'HS256',
    encoding: 'hex',
    headers: inHeader('{signature}'),
    hashClaims: { payload_hash: ['body'] },
  };
  const { body, receivedAt } = toRequest();
  const now = receivedAt.getTime() / 1000;
  const bodyHash = '9f2c1e0e7d0b5e9a';
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  function toToken(claims: object, header: object = { alg: 'HS256' }, key = 'key'): string {
    const signed = `${encode(header)}.${encode(claims)}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  }

  const genuine = sign(toRequest(), 'key', scheme).headers['x-signature'] ?? '';
  const claims = JSON.parse(Buffer.from(genuine.split('.')[1] ?? '', 'base64url').toString());
  const isValid = (token: string, over: SignatureScheme = scheme, key = 'key') =>
    createSignatureCheck(over)(toRequest({ body, headers: { 'x-signature': token } }), [key]);

  it('is valid with the hash of the body, and whatever else it claims', () => {
    expect(isValid(toToken(claims))).toBe(true);
    expect(isValid(toToken({ ...claims, iss: 'Parrot', api_key: 'a' }))).toBe(true);
  });

  it.each([
    ['another hash', { payload_hash: bodyHash }],
    ['no hash', { payload_hash: undefined }],
    ['a time of expiry that is over', { exp: now - 61 }],
    ['a time of expiry that is not a time', { exp: 'tomorrow' }],
    ['a time before which it is not valid', { nbf: now + 61 }],
    ['a time before which it is not valid, as text', { nbf: '0' }],
    ['a time at which it was made, as text', { iat: `${now}` }],
  ])('is refused with %s', (_what, over) => {
    expect(isValid(toToken({ ...claims, ...over }))).toBe(false);
  });

  it('is refused without a time at which it was made, where that must be near the receipt', () => {
    const near = { ...scheme, toleranceSeconds: 300 };
    expect(isValid(toToken({ ...claims, iat: now }), near)).toBe(true);
    expect(isValid(toToken({ ...claims, iat: undefined }), near)).toBe(false);
    expect(isValid(toToken({ ...claims, iat: undefined }))).toBe(true);
  });

  it('is valid while the clocks differ by less than a minute', () => {
    expect(isValid(toToken({ ...claims, exp: now - 59, nbf: now + 59 }))).toBe(true);
  });

  it.each([
    ['no algorithm', `${encode({ alg: 'none' })}.${encode(claims)}.`],
    ['another algorithm', toToken(claims, { alg: 'HS512' })],
    ['another key', toToken(claims, { alg: 'HS256' }, 'another')],
    ['a part more', `${genuine}.${encode({})}`],
    ['a part less', genuine.slice(0, genuine.lastIndexOf('.'))],
    ['characters of another alphabet', `${genuine}=`],
    ['claims that are not an object', toToken([])],
    ['a header that is not JSON', genuine.replace(/^[^.]+/, 'e30x')],
  ])('is refused with %s', (_what, token) => {
    expect(isValid(token)).toBe(false);
  });

  it('that anyone made with the public key is refused', () => {
    const key = rsa.publicKey;
    const withRsa = { ...scheme, algorithm: 'RS256' } as const;
    expect(isValid(toToken(claims, { alg: 'HS256' }, key), withRsa, key)).toBe(false);
    expect(isValid(toToken(claims, { alg: 'RS256' }, key), withRsa, key)).toBe(false);
  });
});
