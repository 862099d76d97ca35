import { describe, expect, it } from 'vitest';
import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';

const secret = {
  token: 'the-token-of-the-provider',
  previousToken: 'the-token-before-that-one',
  signingKeys: ['key of the provider'],
  accessToken: 'access of the provider',
  connections: { shop: { token: 'the-token-of-the-shop', accessToken: 'access of the shop' } },
};

describe('what counts for a connection', () => {
  it('is its own, and what the provider has where it has none', () => {
    expect(toConnectionSecret(secret, 'shop')).toMatchObject({
      token: 'the-token-of-the-shop',
      accessToken: 'access of the shop',
      signingKeys: ['key of the provider'],
    });
  });

  it('is never the previous token of the provider', () => {
    expect(toConnectionSecret(secret, 'shop').previousToken).toBeUndefined();
  });

  it.each([undefined, 'nobody', 'constructor'])('is the provider’s for %j', (connection) => {
    expect(toConnectionSecret(secret, connection)).toMatchObject({
      token: 'the-token-of-the-provider',
      accessToken: 'access of the provider',
    });
  });
});
