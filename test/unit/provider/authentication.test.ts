import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { providers } from '../../../functions/providers/registry.ts';
import { jsonCodec } from '../../../shared/provider/body-codec.ts';
import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { fullSecret, genuineCallback, isSignable } from '../../support/genuine-callback.ts';
import { receive } from '../../support/hostile-gateway.ts';
import { isIgnored } from '../../support/is-ignored.ts';
import { attacksOnHeaders, attacksOnSignature, attacksOnToken } from './attacks.ts';

/** The bodies of a provider's fixtures as it sends them. Of one that is ignored nothing remains. */
function bodiesOf(provider: ProviderAdapter) {
  const { manifest, codec = jsonCodec } = provider;
  return readFixtures(manifest.id)
    .filter(({ name, payload }) => !name.startsWith('invalid.') && !isIgnored(provider, payload))
    .map(({ name, payload }) => ({ name, body: Buffer.from(codec.encode(payload)) }));
}

describe.each(providers)('a callback of $name', async ({ id }) => {
  const provider = await loadProvider(id);
  const { success, signature } = provider.manifest;
  const bodies = bodiesOf(provider);
  const [first, second] = bodies.map(({ body }) => genuineCallback(provider, body));
  if (first === undefined || second === undefined) throw new Error(`${id} needs two fixtures`);
  const isTaken = async (request: CallbackRequest, secret: ProviderSecret = fullSecret) => {
    const { response } = await receive(provider, secret, request);
    return response.status === success.status;
  };

  it('can be signed by these tests', () => {
    expect(bodies.filter(({ body }) => !isSignable(provider, body))).toEqual([]);
  });

  it.each(bodies)('is accepted when it is genuine: $name', async ({ body }) => {
    const { response, records, payload } = await receive(
      provider,
      fullSecret,
      genuineCallback(provider, body),
    );
    expect(response).toMatchObject({ status: success.status, body: success.body });
    expect(records.length + payload.length).toBeGreaterThan(0);
  });

  // An attack proves something only where the same callback without it is accepted.
  describe.runIf(await isTaken(first))('that is genuine', () => {
    const attacks = [
      ...attacksOnToken,
      ...attacksOnHeaders,
      ...(signature ? attacksOnSignature(provider, second) : []),
    ].flatMap(([what, change]) => {
      const request = change(first);
      return request === undefined ? [] : [[what, request] as const];
    });

    it('can be attacked', () => {
      expect(attacks.length).toBeGreaterThan(signature ? 35 : 25);
    });

    it.each(attacks)('is refused with %s, counted, and not stored', async (_what, request) => {
      const { response, records, payload, logged } = await receive(provider, fullSecret, request);
      expect(response.status).toBe(401);
      expect([...records, ...payload]).toEqual([]);
      const line = { message: 'callback refused', provider: id, problem: 'unauthorized' };
      expect(JSON.parse(logged)).toEqual(line);
      expect(response.body).not.toContain(fullSecret.token);
    });

    it('is accepted with the previous token during a rotation, and not after it', async () => {
      const { previousToken = '', ...rotated } = fullSecret;
      const request = { ...first, token: previousToken };
      expect(await isTaken(request)).toBe(true);
      expect(await isTaken(request, rotated)).toBe(false);
    });

    it('is refused with a header that is no longer in the secret', async () => {
      const headers = { ...fullSecret.headers, Authorization: ['Basic old-value'] };
      expect(await isTaken(first, { ...fullSecret, headers })).toBe(false);
    });

    it('is refused with a signing key that is no longer in the secret, if it is signed', async () => {
      const rotated = { ...fullSecret, signingKeys: ['the-old-signing-key'] };
      expect(await isTaken(first, rotated)).toBe(signature === undefined);
    });

    it('gives the same events when it is sent again', async () => {
      const once = await receive(provider, fullSecret, first);
      const again = await receive(provider, fullSecret, first);
      expect(again.response).toEqual(once.response);
      expect(again.records.map(({ key }) => key)).toEqual(once.records.map(({ key }) => key));
    });

    /**
     * The time of a comparison must not depend on how much of a guess is right. A test cannot measure
     * that reliably; it sees that the same bytes are compared in constant time for any guess.
     */
    it('is compared in the same way as any guess', () => {
      const compared = vi.spyOn(crypto, 'timingSafeEqual');
      syncBuiltinESMExports();
      onTestFinished(() => {
        compared.mockRestore();
        syncBuiltinESMExports();
      });
      const comparisonsOf = (request: CallbackRequest) => {
        compared.mockClear();
        provider.verify(request, fullSecret);
        return compared.mock.calls.map(([one, other]) => [one.byteLength, other.byteLength]);
      };
      const guesses = attacks.filter(([what]) =>
        /wrong|truncated|another (token|Auth|key)/.test(what),
      );
      const expected = comparisonsOf(first);
      expect(expected.length).toBeGreaterThan(2);
      expect(guesses.length).toBeGreaterThan(signature ? 8 : 5);
      for (const [what, guess] of guesses) expect(comparisonsOf(guess), what).toEqual(expected);
    });
  });
});
