import { describe, expect, it } from 'vitest';
import { toConnectionSecret } from '../../../shared/provider/connection-secret.ts';

const secret = {
  token: 'the-token-of-the-provider',
  previousToken: 'the-token-before-that-one',
  signingKeys: ['key of the provider'],
  accessToken: 'access of the provider',
  connections: { shop: { token: 'the-token-of-the-shop', accessToken: 'access of the shop' } },
};

describe('the secret of a connection', () => {
  it('has its own values, and the provider’s for those that it lacks', () => {
    expect(toConnectionSecret(secret, 'shop')).toMatchObject({
      token: 'the-token-of-the-shop',
      accessToken: 'access of the shop',
      signingKeys: ['key of the provider'],
    });
  });

  it('never has the previous token of the provider', () => {
    expect(toConnectionSecret(secret, 'shop').previousToken).toBeUndefined();
  });

  it.each([undefined, 'unknown', 'constructor'])('is the provider’s for %j', (connection) => {
    expect(toConnectionSecret(secret, connection)).toMatchObject({
      token: 'the-token-of-the-provider',
      accessToken: 'access of the provider',
    });
  });
});
