import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { parseJson } from '../../../shared/json.ts';
import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import {
  type Fixture,
  fixtureReceivedAt,
  isNamedInvalid,
  normalizeFixture,
  readFixtureFolder,
} from '../fixtures.ts';
import { encodeFixture, genuineCallback, isSignable, toSigned } from '../genuine-callback.ts';
import { keyringOf } from '../keyring.ts';
import { receive } from '../receive.ts';
import { attacksOnHeaders, attacksOnSignature, attacksOnToken } from './attacks.ts';
import { changesOf } from './json-variants.ts';

/** The part of the contract suite about which callbacks are accepted. */
export function describeAuthenticity(adapter: ProviderAdapter, folder: string): void {
  const fixtures = readFixtureFolder(folder);
  const { secret } = keyringOf(adapter.manifest.signature);
  const canSign = fixtures.some((fixture) => canSend(adapter, fixture));

  it('is signed by this suite as its provider signs', () => {
    const strays = fixtures
      .filter((each) => !isNamedInvalid(each) && !canSend(adapter, each))
      .map(({ name }) => name);
    expect(
      strays,
      'these fixtures lack a part that `signature` of the manifest signs, or its codec cannot encode them',
    ).toEqual([]);
  });

  describe.runIf(canSign)('a callback', () => {
    it.each(fixtures.filter((each) => canSend(adapter, each)))(
      'is accepted when it is genuine, and gives the events of its fixture: $name',
      async ({ payload }) => {
        const request = genuineCallback(adapter, encodeFixture(adapter, payload));
        const { response, records, logged } = await receive(adapter, secret, request);
        const { status, body } = adapter.manifest.success;
        expect(response, logged).toMatchObject({ status, body });
        const events = records.map(({ event }) => event);
        expect(toComparable(events)).toEqual(toComparable(normalizeFixture(adapter, payload)));
      },
    );

    const toAttack = fixtures.filter((each) => isAttackable(adapter, each));
    const [first, second] = toAttack.map(({ payload }) => encodeFixture(adapter, payload));
    if (first !== undefined && toAttack[0] !== undefined) {
      describeAttacks(adapter, first, second ?? toOther(adapter, toAttack[0]));
    }
  });
}

/** Whether the provider could send the fixture: it can be encoded, and has what is signed. */
function canSend(adapter: ProviderAdapter, { payload }: Fixture): boolean {
  try {
    return isSignable(adapter, encodeFixture(adapter, payload));
  } catch {
    return false;
  }
}

/** Of a fixture that is ignored nothing would be stored, so that a wrong refusal would not show. */
function isAttackable(adapter: ProviderAdapter, fixture: Fixture): boolean {
  if (isNamedInvalid(fixture) || !canSend(adapter, fixture)) return false;
  try {
    return normalizeFixture(adapter, fixture.payload).length > 0;
  } catch {
    return false;
  }
}

/** The body of another callback than that of a fixture. */
function toOther(adapter: ProviderAdapter, { payload }: Fixture): Uint8Array {
  const bodies = changesOf(parseJson(payload)).flatMap(({ changed }) => {
    const other = { name: '', payload: JSON.stringify(changed), goldenPath: '' };
    return canSend(adapter, other) ? [encodeFixture(adapter, other.payload)] : [];
  });
  return bodies.at(-1) ?? new Uint8Array();
}

function describeAttacks(adapter: ProviderAdapter, body: Uint8Array, otherBody: Uint8Array): void {
  const { id, signature, success } = adapter.manifest;
  const { secret } = keyringOf(signature);
  const genuine = genuineCallback(adapter, body);
  const isAccepted = async (request: CallbackRequest, given: ProviderSecret = secret) => {
    const { response } = await receive(adapter, given, request);
    return response.status === success.status;
  };
  const attacks = [
    ...attacksOnToken,
    ...attacksOnHeaders,
    ...attacksOnSignature(adapter, genuineCallback(adapter, otherBody)),
  ].flatMap(([what, change]) => {
    const request = change(genuine);
    return request === undefined ? [] : [[what, request] as const];
  });

  // An attack proves something only where the same callback without it is accepted.
  describe.runIf(adapter.verify(genuine, secret).authentic)('that is genuine', () => {
    it('can be attacked', () => {
      expect(attacks.length).toBeGreaterThan(signature ? 35 : 25);
    });

    it.each(attacks)('is refused with %s, logged, and not stored', async (_what, request) => {
      const { response, records, payloads, logged } = await receive(adapter, secret, request);
      expect(response.status).toBe(401);
      expect([...records, ...payloads]).toEqual([]);
      const { message, ...line } = JSON.parse(logged);
      expect(line).toEqual({ provider: id, problem: 'unauthorized' });
      // What ends in no token is not counted as a callback.
      expect(['callback refused', 'stray request']).toContain(message);
      expect(response.body).not.toContain(secret.token);
    });

    it('is accepted with the previous token during a rotation, and not after it', async () => {
      const { previousToken = '', ...rotated } = secret;
      const request = { ...genuine, token: previousToken };
      expect(await isAccepted(request)).toBe(true);
      expect(await isAccepted(request, rotated)).toBe(false);
    });

    it.each(['token', 'previousToken'] as const)(
      'belongs to another account with its %s and its proofs',
      (kind) => {
        const { secondSigningKey } = keyringOf(signature);
        const { [kind]: token = '' } = secret.connections?.second ?? {};
        const headers = { username: 'second', authorization: 'Basic of-the-second' };
        const request = { ...genuine, token, headers: { ...genuine.headers, ...headers } };
        const signed = toSigned(adapter, request, secondSigningKey) ?? request;
        const verdict = { authentic: true, connection: 'second' };
        expect(adapter.verify(signed, secret)).toMatchObject(verdict);
      },
    );

    it('is refused with a header that is no longer in the secret', async () => {
      const headers = { ...secret.headers, Authorization: ['Basic old-value'] };
      expect(await isAccepted(genuine, { ...secret, headers })).toBe(false);
    });

    it('is refused with a signing key that is no longer in the secret, if it is signed', async () => {
      const rotated = { ...secret, signingKeys: secret.signingKeys?.slice(0, 1) ?? [] };
      expect(await isAccepted(genuine, rotated)).toBe(signature === undefined);
    });

    it('is refused when its signature is too old, if there is a limit', async () => {
      const { toleranceSeconds = 3_600 } = signature ?? {};
      const late = Date.parse(fixtureReceivedAt) + (toleranceSeconds + 1) * 1_000;
      const request = { ...genuine, receivedAt: new Date(late) };
      expect(await isAccepted(request)).toBe(signature?.toleranceSeconds === undefined);
    });

    it('gives the same events when it is sent again', async () => {
      const once = await receive(adapter, secret, genuine);
      const again = await receive(adapter, secret, genuine);
      expect(again.response).toEqual(once.response);
      expect(again.records.map(({ key }) => key)).toEqual(once.records.map(({ key }) => key));
    });

    /**
     * The time of a comparison must not depend on how much of a guess is right. A test cannot measure
     * that reliably; it sees that the same bytes are compared in constant time for any guess.
     */
    it('makes the calls of `timingSafeEqual`, of as many bytes, that any wrong guess makes', () => {
      const compared = vi.spyOn(crypto, 'timingSafeEqual');
      syncBuiltinESMExports();
      onTestFinished(() => {
        compared.mockRestore();
        syncBuiltinESMExports();
      });
      const comparisonsOf = (request: CallbackRequest) => {
        compared.mockClear();
        adapter.verify(request, secret);
        return compared.mock.calls.map(([one, other]) => [one.byteLength, other.byteLength]);
      };
      const guesses = attacks.filter(([what]) =>
        /wrong|truncated|another (token|Auth|key)/.test(what),
      );
      const expected = comparisonsOf(genuine);
      expect(expected.length).toBeGreaterThan(2);
      expect(guesses.length).toBeGreaterThan(signature ? 8 : 5);
      for (const [what, guess] of guesses) expect(comparisonsOf(guess), what).toEqual(expected);
    });
  });
}

/**
 * Events in the order of their ids, because they are stored at the same time, and without the size of a
 * quarantined body, which is another one in a format other than JSON.
 */
function toComparable(events: readonly TributaryEvent[]): readonly unknown[] {
  return [...events]
    .sort((a, b) => (a.detail.metadata.id < b.detail.metadata.id ? -1 : 1))
    .map((event) => {
      const { sizeBytes: _, ...data } = { sizeBytes: 0, ...event.detail.data };
      return { ...event, detail: { ...event.detail, data } };
    });
}
