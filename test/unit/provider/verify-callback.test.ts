import { describe, expect, it } from 'vitest';
import { createVerify } from '../../../shared/provider/verify-callback.ts';
import { fullSecret, staticHeaders } from '../../support/genuine-callback.ts';
import { usedBytes } from '../../support/used-bytes.ts';
import { plain, sign, toRequest } from './signed-requests.ts';

const { token } = fullSecret;
const request = toRequest({ token, headers: staticHeaders });
const signed = sign(request, 'the-signing-key', plain);

describe('the default verify', () => {
  it('demands token, static headers and signature, as far as the secret has them', () => {
    const verify = createVerify(plain);
    expect(verify(signed, fullSecret)).toEqual({ authentic: true });
    expect(verify(request, fullSecret)).toEqual({ authentic: false });
    expect(verify({ ...signed, token: '' }, fullSecret)).toEqual({ authentic: false });
    const headers = { ...signed.headers, username: 'another' };
    expect(verify({ ...signed, headers }, fullSecret)).toEqual({ authentic: false });
  });

  it('says when it could not check the signature of a provider that signs', () => {
    expect(createVerify(plain)(request, { token })).toEqual({ authentic: true, isUnsigned: true });
    expect(createVerify()(request, { token })).toEqual({ authentic: true });
    expect(createVerify(plain)({ ...request, token: '' }, { token })).toEqual({ authentic: false });
  });

  it('takes the values of a connection from the secret where it has none of its own', () => {
    const connections = { shop: { token: 'the-token-of-the-shop' } };
    const ofShop = { ...signed, token: connections.shop.token };
    const secret = { ...fullSecret, connections };
    expect(createVerify(plain)(ofShop, secret)).toEqual({ authentic: true, connection: 'shop' });
    expect(createVerify(plain)({ ...request, token: ofShop.token }, secret)).toEqual({
      authentic: false,
    });
  });

  it.each([
    ['the-token-of-the-provider', { authentic: true }],
    ['the-token-before-that-one', { authentic: true }],
    ['the-token-of-the-shop', { authentic: true, connection: 'shop' }],
    ['the-token-of-the-shop-before', { authentic: true, connection: 'shop' }],
    ['a-token-of-no-account', { authentic: false }],
  ])('accepts the current and the previous token of each account: %s', (given, verdict) => {
    const secret = {
      token: 'the-token-of-the-provider',
      previousToken: 'the-token-before-that-one',
      connections: {
        shop: {
          token: 'the-token-of-the-shop',
          previousToken: 'the-token-of-the-shop-before',
        },
      },
    };
    expect(createVerify()({ ...request, token: given }, secret)).toEqual(verdict);
  });

  it('demands the headers and the signature of the connection whose token the callback has', () => {
    const shop = {
      token: 'the-token-of-the-shop',
      headers: { 'X-Shop': ['new', 'old'] },
      signingKeys: ['key of the shop'],
    };
    const secret = { ...fullSecret, connections: { shop } };
    const isOfShop = (key: string, shopHeader: string) => {
      const headers = { ...staticHeaders, 'x-shop': shopHeader };
      const ofShop = sign(toRequest({ token: shop.token, headers }), key, plain);
      return createVerify(plain)(ofShop, secret).authentic;
    };
    expect(isOfShop('key of the shop', 'new')).toBe(true);
    expect(isOfShop('key of the shop', 'old')).toBe(true);
    expect(isOfShop('key of the shop', 'another')).toBe(false);
    expect(isOfShop('the-signing-key', 'new')).toBe(false);
    const bare = sign(toRequest({ token: shop.token }), 'key of the shop', plain);
    expect(createVerify(plain)(bare, secret)).toEqual({ authentic: false });
  });

  it('remembers nothing of 100,000 callbacks', async () => {
    const verify = createVerify(plain);
    const send = (count: number, name: string) => {
      for (let sent = 0; sent < count; sent += 1) {
        const guess = `${name}-${sent}`;
        const headers = { ...signed.headers, authorization: guess, 'x-signature': guess };
        verify({ ...signed, token: guess, headers }, fullSecret);
      }
    };
    send(1_000, 'before');
    const beforeBytes = await usedBytes();
    send(100_000, 'after');
    expect((await usedBytes()) - beforeBytes).toBeLessThan(1024 * 1024);
  });
});
