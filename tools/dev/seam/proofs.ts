import type {
  DirectSignature,
  SignatureScheme,
} from '../../../shared/provider/signature-scheme.ts';
import type { Body } from './bodies.ts';

/** How a provider proves the origin of a callback, as one column of `docs/providers.md`. */
export interface Proof {
  readonly name: string;
  /** How callbacks with these bodies are signed; `undefined` when they are not signed. */
  toScheme(body: Body): SignatureScheme | undefined;
  /** Why bodies of this format cannot have the proof. @default every format can */
  missing?(body: Body): string | undefined;
}

const headers: SignatureScheme['headers'] = [{ name: 'x-signature', patterns: ['{signature}'] }];

/** The same scheme for every body: its keys are made once. */
const always = (scheme: SignatureScheme) => () => scheme;

/** A signature over the raw bytes, whatever they are. */
function overBytes(scheme: Pick<DirectSignature, 'algorithm' | 'encoding'>): Proof {
  const { algorithm, encoding } = scheme;
  return {
    name: `${algorithm} in ${encoding}`,
    toScheme: always({ ...scheme, headers, signed: ['body'] }),
  };
}

/** A digest of the raw bytes and the key. */
function digest(algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'): Proof {
  return {
    name: `${algorithm} with the key`,
    toScheme: always({ algorithm, encoding: 'hex', headers, signed: ['body', 'key'] }),
  };
}

function token(algorithm: 'HS256' | 'RS256'): Proof {
  return {
    name: `JSON Web Token, ${algorithm}`,
    toScheme: always({
      algorithm,
      encoding: 'hex',
      headers: [{ name: 'x-token', patterns: ['Bearer {signature}'] }],
      hashClaims: { payload_hash: ['body'] },
      toleranceSeconds: 300,
    }),
  };
}

/** The proofs that an adapter can demand. */
export const proofs: readonly Proof[] = [
  { name: 'token in the URL', toScheme: () => undefined },
  { name: 'static headers', toScheme: () => undefined },
  overBytes({ algorithm: 'hmac-sha1', encoding: 'hex' }),
  overBytes({ algorithm: 'hmac-sha256', encoding: 'hex' }),
  overBytes({ algorithm: 'hmac-sha512', encoding: 'base64' }),
  overBytes({ algorithm: 'ed25519', encoding: 'base64' }),
  token('HS256'),
  token('RS256'),
  digest('md5'),
  digest('sha1'),
  digest('sha256'),
  digest('sha512'),
  {
    name: 'over a timestamp and the body, in one header',
    toScheme: always({
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      headers: [
        { name: 'x-signature', patterns: ['t={timestamp}', 's={signature}'], separator: ',' },
      ],
      signed: [{ value: 'timestamp' }, { text: '.' }, 'body'],
      toleranceSeconds: 300,
    }),
  },
  {
    name: 'over an id, a timestamp and the body, in three headers',
    toScheme: always({
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      keyEncoding: 'base64',
      timestampUnit: 'milliseconds',
      headers: [
        { name: 'webhook-id', patterns: ['{id}'] },
        { name: 'webhook-timestamp', patterns: ['{timestamp}'] },
        { name: 'webhook-signature', patterns: ['v1,{signature}'] },
      ],
      signed: [{ value: 'id' }, { text: '.' }, { value: 'timestamp' }, { text: '.' }, 'body'],
      toleranceSeconds: 300,
    }),
  },
  {
    name: 'over the method, the URL and the body',
    toScheme: always({
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      headers,
      signed: ['method', 'url', 'body'],
    }),
  },
  {
    name: 'over the URL and the fields of a form',
    missing: ({ name }) => (name === 'form' ? undefined : 'no form'),
    toScheme: always({
      algorithm: 'hmac-sha1',
      encoding: 'base64',
      headers,
      signed: ['url', 'form fields'],
    }),
  },
  {
    name: 'over fields of the JSON',
    missing: ({ idAt }) => (idAt === undefined ? 'no JSON' : undefined),
    toScheme: ({ idAt = [] }) => ({
      algorithm: 'sha256',
      encoding: 'hex',
      headers,
      signed: ['key', { field: idAt }],
    }),
  },
  {
    name: 'over a part in base64',
    missing: ({ name }) => (name === 'base64 in JSON' ? undefined : 'no base64'),
    toScheme: always({
      algorithm: 'hmac-sha512',
      encoding: 'base64',
      headers,
      signed: [{ field: ['message', 'data'], encoding: 'base64' }],
    }),
  },
];
