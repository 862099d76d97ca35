import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import type { CallbackRequest } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';

const token = 'Kq3vVn0aT8mXw5ZrB1cYhL6d';
const previousToken = 'Rz9pLd2sF4gHjK7mN0bQwE1t';
const shopToken = 'Wm5xC8vB2nZ1aS4dF7gH0jKl';
const shopPreviousToken = 'Ty6uI3oP9qA1sD4fG7hJ0kLz';

const secret: ProviderSecret = {
  token,
  previousToken,
  connections: { shop: { token: shopToken, previousToken: shopPreviousToken } },
};

const toRequest = (given: string): CallbackRequest => ({
  method: 'POST',
  url: `https://callbacks.example/${given}`,
  receivedAt: new Date('2026-01-02T03:04:07Z'),
  token: given,
  headers: {},
  query: {},
  body: Buffer.from('{}'),
});

/** Every provider is authenticated by the token in its URL, whatever else it can prove. */
describe.each(providers.map(({ id }) => id))('callbacks of %s', async (id) => {
  const { verify } = await loadProvider(id);

  it.each([
    ['the token', token, undefined],
    ['the token before a rotation', previousToken, undefined],
    ['the token of a connection', shopToken, 'shop'],
    ['the token of a connection before a rotation', shopPreviousToken, 'shop'],
  ])('are authentic with %s', (_name, given, connection) => {
    const verdict = verify(toRequest(given), secret);
    expect(verdict).toMatchObject({ authentic: true, ...(connection && { connection }) });
    expect('connection' in verdict).toBe(connection !== undefined);
  });

  it.each([
    ['no token', ''],
    ['a part of the token', token.slice(0, -1)],
    ['the token and more', `${token}0`],
    ['the token in another case', token.toLowerCase()],
    ['the token with a space', `${token} `],
    ['another token', 'Ab1cD2eF3gH4iJ5kL6mN7oP8'],
    ['the name of a field', 'token'],
    ['the name of a connection', 'shop'],
  ])('are refused with %s', (_name, given) => {
    expect(verify(toRequest(given), secret)).toEqual({ authentic: false });
  });

  it('are refused with the token before a rotation once the rotation is confirmed', () => {
    const { previousToken: _gone, ...confirmed } = secret;
    expect(verify(toRequest(previousToken), confirmed)).toEqual({ authentic: false });
  });
});
