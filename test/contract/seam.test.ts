import { describe, expect, it } from 'vitest';
import { createMediaLocator } from '../../functions/media-mirror/download/locate-media.ts';
import type { ConfiguredMediaAccess } from '../../functions/media-mirror/settings.ts';
import { isMessageEvent } from '../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { SignatureScheme, SignedPart } from '../../shared/provider/signature-scheme.ts';
import { bodies } from '../../tools/dev/seam/bodies.ts';
import { handshakes, responses } from '../../tools/dev/seam/handshakes.ts';
import { medias } from '../../tools/dev/seam/media.ts';
import { proofs } from '../../tools/dev/seam/proofs.ts';
import {
  encodeFixture,
  genuineCallback,
  toSigned,
} from '../../tools/provider-testing/genuine-callback.ts';
import { keyringOf } from '../../tools/provider-testing/keyring.ts';
import { receive } from '../../tools/provider-testing/receive.ts';
import { createMemorySecretSource } from '../support/memory-secret-source.ts';
import { type Combination, createProvider, toPayload } from '../support/seam-provider.ts';

const mediaCredentials = { accessUser: 'user-1', accessToken: 'token-1' };
const mediaApiResponse = { data: { url: 'https://files.parrot.example/f-1' } };

/** Every cell of the tables in `docs/providers.md`. */
const cells = bodies.flatMap((body) =>
  proofs
    .filter((proof) => proof.missing?.(body) === undefined)
    .map((proof) => ({ body, proof, cell: `${body.name}, ${proof.name}` })),
);

/** Every cell of the other table, each with one of the responses. */
const others = medias.flatMap((media, row) =>
  handshakes.map((handshake, column) => ({
    media,
    handshake,
    response: at(responses, row + column),
  })),
);

function at<T>(items: readonly T[], index: number): T {
  const [item = expect.fail('an empty list')] = items.slice(index % items.length);
  return item;
}

describe.each(cells)('a provider with $cell', ({ body, proof }) => {
  it('accepts and refuses callbacks, verifies its URL and finds files, whatever else it has', async () => {
    for (const other of others) await expectToWork({ body, proof, ...other });
  });
});

async function expectToWork(combination: Combination): Promise<void> {
  const adapter = createProvider(combination);
  const event = await expectToReceive(adapter, combination);
  await expectToVerifyItsUrl(adapter, combination);
  await expectToFind(combination, event);
}

/** A genuine callback gives its event and the response that the provider demands; forged ones give nothing. */
async function expectToReceive(
  adapter: ProviderAdapter,
  combination: Combination,
): Promise<TributaryEvent> {
  const { secret, anotherSigningKey } = keyringOf(adapter.manifest.signature);
  const bodyOf = (id: string) => encodeFixture(adapter, toPayload(combination, id));
  const genuine = genuineCallback(adapter, bodyOf('m-1'));
  const { response, records, logged } = await receive(adapter, secret, genuine);
  const { contentType, ...success } = { contentType: undefined, ...combination.response };
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  expect(response, logged).toEqual({ ...success, headers });
  const [event, ...more] = records.map((record) => record.event);
  expect(more).toEqual([]);
  if (event === undefined) return expect.fail(logged);
  expect(event).toMatchObject({ 'detail-type': 'message.received', source: 'tributary.parrot' });

  const forged: CallbackRequest[] = [
    { ...genuine, token: 'another' },
    { ...genuine, headers: { ...genuine.headers, authorization: 'Basic old' } },
  ];
  if (adapter.manifest.signature) {
    forged.push(
      { ...genuine, body: bodyOf('m-2') },
      toSigned(adapter, genuine, anotherSigningKey) ?? expect.fail('the callback is not signed'),
    );
  }
  for (const request of forged) {
    const refused = await receive(adapter, secret, request);
    expect(refused.response.status).toBe(401);
    expect([...refused.records, ...refused.payloads]).toEqual([]);
  }
  return event;
}

/** Only with the token, and it stores nothing. */
async function expectToVerifyItsUrl(
  adapter: ProviderAdapter,
  { handshake: { manifest, response } }: Combination,
): Promise<void> {
  if (manifest === undefined) return;
  const { secret } = keyringOf(adapter.manifest.signature);
  const challenge = { challenge: 'c-1' };
  const isGet = manifest.method === 'GET';
  const request = {
    ...genuineCallback(adapter, new Uint8Array()),
    method: manifest.method,
    query: isGet ? challenge : {},
    body: isGet ? new Uint8Array() : encodeFixture(adapter, JSON.stringify(challenge)),
  };
  const verified = await receive(adapter, secret, request);
  const headers = { 'content-type': manifest.contentType };
  expect(verified.response).toEqual({ status: 200, headers, body: response });
  const refused = await receive(adapter, secret, { ...request, token: 'another' });
  expect(refused.response.status).toBe(401);
  expect([...verified.records, ...verified.payloads, ...refused.records]).toEqual([]);
}

/** With the credentials that it needs, which no other link gets. */
async function expectToFind({ media }: Combination, event: TributaryEvent): Promise<void> {
  if (!isMessageEvent(event)) return expect.fail('no message');
  const { metadata, data } = event.detail;
  const [item] = data.message.media;
  if (item === undefined) return expect.fail('no file');
  const secrets = createMemorySecretSource({ token: 't', ...mediaCredentials });
  const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:parrot';
  // As the stack passes it on: in JSON.
  const access: ConfiguredMediaAccess | undefined =
    media.access && JSON.parse(JSON.stringify({ secretArn, ...media.access }));
  const locate = createMediaLocator({
    sources: access ? { parrot: { access, secrets } } : {},
    fetchJson: async () => ({ json: mediaApiResponse, headers: {} }),
    now: () => new Date('2026-11-28T00:00:00Z'),
  });
  const message = { metadata, data };
  const { header, value, url } = media.located;
  const location = await locate({ message, item }, 1_000);
  expect(location).toMatchObject({ kind: 'located', url });
  const credentials = location.kind === 'located' ? location.credentials : undefined;
  expect(credentials?.header).toBe(header);
  expect(credentials?.value).toBe(value);
  expect(credentials?.origins ?? [new URL(url).origin]).toContain(new URL(url).origin);

  const elsewhere = { index: 0, role: item.role, url: 'https://api.parrot.example/accounts/a-1' };
  const other = await locate({ message, item: elsewhere }, 1_000);
  expect(other).toEqual({ kind: 'located', url: elsewhere.url });
}

describe('the tables', () => {
  const schemes = cells.flatMap(({ body, proof }) => proof.toScheme(body) ?? []);

  it('have every algorithm', () => {
    const algorithms = {
      'hmac-sha1': true,
      'hmac-sha256': true,
      'hmac-sha512': true,
      ed25519: true,
      md5: true,
      sha1: true,
      sha256: true,
      sha512: true,
      HS256: true,
      RS256: true,
    } satisfies Record<SignatureScheme['algorithm'], true>;
    const shown = new Set(schemes.map(({ algorithm }) => algorithm));
    expect([...shown].sort()).toEqual(Object.keys(algorithms).sort());
  });

  it('have every part that can be signed', () => {
    const kindOf = (part: SignedPart) => (typeof part === 'string' ? part : Object.keys(part)[0]);
    const parts = {
      body: true,
      url: true,
      method: true,
      'form fields': true,
      key: true,
      text: true,
      value: true,
      field: true,
    } satisfies Record<PartKind, true>;
    const shown = schemes.flatMap((scheme) =>
      'hashClaims' in scheme ? Object.values(scheme.hashClaims).flat() : scheme.signed,
    );
    expect([...new Set(shown.map(kindOf))].sort()).toEqual(Object.keys(parts).sort());
  });

  it('have every authorization of files, and every status of a response', () => {
    const shown = medias.map(({ access }) => access?.authorization);
    expect(new Set(shown.map((it) => (typeof it === 'object' ? 'header' : it)))).toEqual(
      new Set([undefined, 'bearer', 'basic', 'header']),
    );
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 202, 204]));
  });
});

type PartKind = Extract<SignedPart, string> | 'text' | 'value' | 'field';
