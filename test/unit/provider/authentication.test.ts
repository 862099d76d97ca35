import crypto from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { providers } from '../../../functions/providers/registry.ts';
import type { SignaturePlace } from '../../../shared/provider/manifest.ts';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { fullSecret, genuineCallback, signatureOf } from '../../support/genuine-callback.ts';
import { receive } from '../../support/hostile-gateway.ts';

type Attack = readonly [what: string, change: (genuine: CallbackRequest) => CallbackRequest];

const { token } = fullSecret;
const withToken = (value: string) => (genuine: CallbackRequest) => ({ ...genuine, token: value });
const withHeader = (name: string, value: string | undefined) => (genuine: CallbackRequest) => ({
  ...genuine,
  headers: { ...genuine.headers, [name]: value },
});

const onToken: readonly Attack[] = [
  ['no token', withToken('')],
  ['another token', withToken('another-token-of-the-same-length!')],
  ['the token of another provider', withToken('the-current-token-of-the-other-one')],
  ['a token that was taken out of the secret', withToken('the-token-of-two-rotations-ago')],
  ['a truncated token', withToken(token.slice(0, -1))],
  ['a token with one character more', withToken(`${token}x`)],
  ['a token with a space', withToken(` ${token}`)],
  ['a token with a null character', withToken(`${token}\u0000`)],
  ['the token twice', withToken(`${token},${token}`)],
  ['the token in capitals', withToken(token.toUpperCase())],
  ['the first character of the token wrong', withToken(`X${token.slice(1)}`)],
  ['the last character of the token wrong', withToken(`${token.slice(0, -1)}X`)],
  ['the name of a connection', withToken('second')],
  ['the name of a property', withToken('__proto__')],
  ['undefined in writing', withToken('undefined')],
  ['the token in a header', (it) => withHeader('x-token', token)(withToken('')(it))],
  ['the token in the query', (it) => ({ ...withToken('')(it), query: { token } })],
];

const onHeaders: readonly Attack[] = [
  ['no Authorization', withHeader('authorization', undefined)],
  ['no UserName', withHeader('username', undefined)],
  ['an empty Authorization', withHeader('authorization', '')],
  ['another Authorization', withHeader('authorization', 'Basic other')],
  ['a truncated Authorization', withHeader('authorization', 'Basic new-valu')],
  ['Authorization in another case', withHeader('authorization', 'basic new-value')],
  ['Authorization twice', withHeader('authorization', 'Basic new-value,Basic new-value')],
  ['a good Authorization after a bad one', withHeader('authorization', 'x,Basic new-value')],
  ['the Authorization of another account', withHeader('authorization', 'Basic of-the-second')],
  ['the token of another account', withToken('the-token-of-the-second-account')],
];

function attacksOnSignature({ header, prefix }: SignaturePlace): readonly Attack[] {
  const write = (text: string) => withHeader(header, `${prefix}${text}`);
  const change =
    (changed: (hex: string) => string) =>
    (genuine: CallbackRequest): CallbackRequest =>
      write(changed(signatureOf(genuine.body)))(genuine);
  const withoutPrefix: Attack = [
    'a signature without its scheme',
    (it) => withHeader(header, signatureOf(it.body))(it),
  ];
  const signedWith = (key: string) => (genuine: CallbackRequest) =>
    write(signatureOf(genuine.body, key))(genuine);
  return [
    ['no signature', withHeader(header, undefined)],
    ['an empty signature', withHeader(header, '')],
    [
      'a signature of another scheme',
      (it) => withHeader(header, `sha1=${signatureOf(it.body)}`)(it),
    ],
    ['a truncated signature', change((hex) => hex.slice(0, -2))],
    ['the first byte of the signature wrong', change((hex) => flip(hex, 0))],
    ['the last byte of the signature wrong', change((hex) => flip(hex, -1))],
    ['the signature twice', change((hex) => `${hex},${prefix}${hex}`)],
    ['a good signature after a bad one', change((hex) => `00,${prefix}${hex}`)],
    ['a signature with another key', signedWith('x')],
    ['the key of another account', signedWith('the-signing-key-of-the-second')],
    ['the signature of another body', write(signatureOf(Buffer.from('{}')))],
    [
      'a body with one byte changed',
      (it) => ({ ...it, body: Buffer.from(`${Buffer.from(it.body)} `) }),
    ],
    ['no body', (it) => ({ ...it, body: new Uint8Array() })],
    ['the token of another account', withToken('the-token-of-the-second-account')],
    ...(prefix === '' ? [] : [withoutPrefix]),
  ];
}

function flip(text: string, at: number): string {
  const index = at < 0 ? text.length + at : at;
  const other = text[index] === '0' ? '1' : '0';
  return `${text.slice(0, index)}${other}${text.slice(index + 1)}`;
}

const body = Buffer.from('{"event":"that is not documented"}');

describe.each(providers)('a callback of $name', async ({ id, proves, signature }) => {
  const provider = await loadProvider(id);
  const genuine = genuineCallback(provider, body);
  const attacks = [
    ...onToken,
    ...(proves.includes('static headers') ? onHeaders : []),
    ...(signature ? attacksOnSignature(signature) : []),
  ];

  it('has the place of its signature in the manifest, if it is signed', () => {
    expect(signature !== undefined).toBe(proves.includes('signature'));
  });

  it('is accepted when it is genuine', async () => {
    const { response } = await receive(provider, fullSecret, genuine);
    expect(response.status).toBe(provider.manifest.success.status);
  });

  it('is accepted with the previous token during a rotation', async () => {
    const request = { ...genuine, token: fullSecret.previousToken ?? '' };
    const { response } = await receive(provider, fullSecret, request);
    expect(response.status).toBe(provider.manifest.success.status);
  });

  it.each(attacks)('is refused with %s, and stores nothing', async (_what, change) => {
    const { response, records, payload, logged } = await receive(
      provider,
      fullSecret,
      change(genuine),
    );
    expect(response.status).toBe(401);
    expect([...records, ...payload]).toEqual([]);
    for (const text of ['not documented', token, 'Basic', 'sha256=']) {
      expect(logged + response.body).not.toContain(text);
    }
  });

  it('is refused with the previous token after the rotation', async () => {
    const { previousToken = '', ...rotated }: ProviderSecret = fullSecret;
    const { response } = await receive(provider, rotated, { ...genuine, token: previousToken });
    expect(response.status).toBe(401);
  });

  it.each([
    ['header', { ...fullSecret, headers: { ...fullSecret.headers, Authorization: ['Basic old'] } }],
    ['signing key', { ...fullSecret, signingKeys: ['the-old-signing-key'] }],
  ])('is refused with a %s that is no longer in the secret', async (what, rotated) => {
    const isRequired = proves.includes(what === 'header' ? 'static headers' : 'signature');
    const { response } = await receive(provider, rotated, genuine);
    expect(response.status).toBe(isRequired ? 401 : provider.manifest.success.status);
  });

  it('is accepted again when it is sent again: no provider signs a time', async () => {
    const first = await receive(provider, fullSecret, genuine);
    const again = await receive(provider, fullSecret, genuine);
    expect(again.response).toEqual(first.response);
    expect(again.records.map(({ key }) => key)).toEqual(first.records.map(({ key }) => key));
  });
});

/**
 * The time of a comparison must not depend on how much of a guess is right. A test cannot measure
 * that reliably. Instead, code that sees a secret compares text only with constants, and compares
 * the same bytes in constant time for any guess.
 */
describe('the time of a refusal', () => {
  const root = new URL('../../../', import.meta.url);
  const sources = [
    ...readdirSync(new URL('shared/provider', root))
      .filter((name) => name.startsWith('verify-'))
      .map((name) => `shared/provider/${name}`),
    ...providers.map(({ id }) => `functions/providers/${id}/verify.ts`),
  ];

  it.each(providers)(
    'is spent on the same comparisons for any guess at $name',
    async ({ id, signature }) => {
      const provider = await loadProvider(id);
      const genuine = genuineCallback(provider, body);
      const guesses = [
        ...onToken.filter(([what]) => /wrong|truncated|another/.test(what)),
        ...onHeaders.filter(([what]) => /truncated|another Auth/.test(what)),
        ...(signature ? attacksOnSignature(signature) : []).filter(([what]) =>
          /wrong|truncated|another key/.test(what),
        ),
      ];
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
      const expected = comparisonsOf(genuine);
      expect(expected.length).toBeGreaterThan(2);
      for (const [what, change] of guesses) {
        expect(comparisonsOf(change(genuine)), what).toEqual(expected);
      }
    },
  );

  it.each(sources)('does not depend on the guess in %s', (path) => {
    const code = readFileSync(new URL(path, root), 'utf8').replaceAll(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      '',
    );
    const compared = [...code.matchAll(/[!=]==? *([^\s;)&|?]+)/g)].map(([, right]) => right ?? '');
    const variables = compared.filter(
      (right) => !/^('[^']*'|\d+|undefined|true|false)$/.test(right),
    );
    expect(variables).toEqual([]);
    expect(code).toMatch(/\b(timingSafeEqual|equalsAnyOf|isSigned|carriesHeaders|verifyToken)\b/);
    expect(code).not.toMatch(
      /\.(startsWith|endsWith|includes|indexOf|localeCompare|equals|compare)\(/,
    );
  });
});
