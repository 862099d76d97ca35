import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import { createHeaderReader } from '../../../shared/provider/signature-headers.ts';
import { toSigned } from '../genuine-callback.ts';
import { keyringOf } from '../keyring.ts';

/**
 * A way to change a genuine callback so that it is no longer authentic; `undefined` where the change does not
 * affect what the provider proves.
 */
export type Attack = readonly [
  what: string,
  change: (genuine: CallbackRequest) => CallbackRequest | undefined,
];

/** The token is the same in every keyring. */
const { token } = keyringOf(undefined).secret;

const withToken = (value: string) => (genuine: CallbackRequest) => ({ ...genuine, token: value });

const withHeader = (name: string, value: string | undefined) => (genuine: CallbackRequest) => ({
  ...genuine,
  headers: { ...genuine.headers, [name]: value },
});

export const attacksOnToken: readonly Attack[] = [
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

export const attacksOnHeaders: readonly Attack[] = [
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

/**
 * Attacks on the signature of a provider that signs, whatever its scheme. A change of the request is an attack
 * only where the provider would have signed the changed request in another way.
 *
 * @param other another genuine callback of the provider
 */
export function attacksOnSignature(
  provider: ProviderAdapter,
  other: CallbackRequest,
): readonly Attack[] {
  const { signature: scheme } = provider.manifest;
  if (scheme === undefined) return [];
  const readHeaders = createHeaderReader(scheme.headers);
  const unsigned = (genuine: CallbackRequest) => ({
    ...genuine,
    headers: Object.fromEntries(
      Object.entries(genuine.headers).filter(
        ([name]) => !scheme.headers.some((header) => header.name === name),
      ),
    ),
  });
  /** Replaces the signature itself, wherever a header has it. */
  const rewrite =
    (change: (signature: string) => string) =>
    (genuine: CallbackRequest): CallbackRequest => {
      const [signature = ''] = readHeaders(genuine.headers).signatures;
      const headers = Object.entries(genuine.headers).map(([name, value]) => [
        name,
        value?.replace(signature, () => change(signature)),
      ]);
      return { ...genuine, headers: Object.fromEntries(headers) };
    };
  const { secondSigningKey, anotherSigningKey } = keyringOf(scheme);
  const signWith = (key: string) => (genuine: CallbackRequest) => toSigned(provider, genuine, key);
  const signatureOf = ({ headers }: CallbackRequest) =>
    Object.fromEntries(scheme.headers.map(({ name }) => [name, headers[name]]));
  const alter =
    (change: (genuine: CallbackRequest) => Partial<CallbackRequest>) =>
    (genuine: CallbackRequest): CallbackRequest | undefined => {
      const altered = { ...genuine, ...change(genuine) };
      const again = toSigned(provider, altered);
      return isSame(again?.headers ?? {}, signatureOf(genuine)) ? undefined : altered;
    };
  const signedHeaders = signatureOf(other);
  return [
    ['no signature', unsigned],
    ['an empty signature', rewrite(() => '')],
    ['a signature of another scheme', (it) => withHeaders(it, (text) => `sha1=${text}`, scheme)],
    ['a truncated signature', rewrite((text) => text.slice(0, -4))],
    ['the first character of the signature wrong', rewrite((text) => flip(text, digestAt(text)))],
    ['a character of the signature wrong', rewrite((text) => flip(text, text.length >> 1))],
    ['the signature twice in one place', rewrite((text) => text + text)],
    ['a good signature after a bad one', rewrite((text) => `00${text}`)],
    ['a signature with another key', signWith(anotherSigningKey)],
    ['the key of another account', signWith(secondSigningKey)],
    [
      'the signature of another callback',
      (it) =>
        isSame(it.headers, signedHeaders)
          ? undefined
          : { ...it, headers: { ...it.headers, ...signedHeaders } },
    ],
    ['another body', alter(() => ({ body: other.body }))],
    ['a byte more', alter(({ body }) => ({ body: Buffer.concat([body, Buffer.from(' ')]) }))],
    ['a body that was cut off', alter(({ body }) => ({ body: body.subarray(0, -1) }))],
    ['no body', alter(() => ({ body: new Uint8Array() }))],
    ['another URL', alter(({ url }) => ({ url: `${url}?x` }))],
    ['the token of another account', withToken('the-token-of-the-second-account')],
  ];
}

function withHeaders(
  genuine: CallbackRequest,
  change: (text: string) => string,
  { headers }: { readonly headers: readonly { readonly name: string }[] },
): CallbackRequest {
  const changed = headers.map(({ name }) => [name, change(genuine.headers[name] ?? '')]);
  return { ...genuine, headers: { ...genuine.headers, ...Object.fromEntries(changed) } };
}

/** Whether all of the second headers are among the first. */
function isSame(headers: CallbackRequest['headers'], some: CallbackRequest['headers']): boolean {
  return Object.entries(some).every(([name, value]) => headers[name] === value);
}

/** Where the digest begins: in a JSON Web Token, after the header and the claims. */
function digestAt(signature: string): number {
  return signature.lastIndexOf('.') + 1;
}

/** Hex and base64 have both characters. */
function flip(text: string, at: number): string {
  return `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`;
}
