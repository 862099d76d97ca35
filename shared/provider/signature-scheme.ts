/**
 * One piece of what a signature is made over:
 *
 * - `body`: the raw bytes.
 * - `url`: as the provider called it, with scheme, host, path and query.
 * - `method`: in capitals.
 * - `form fields`: names and decoded values of a form, in the order of the names, without anything between
 *   them; a name that occurs several times has its different values in their order (Twilio).
 * - `key`: the signing key itself, for a plain digest.
 * - `text`: the same in every callback.
 * - `value`: what a header has in place of `{timestamp}` or of another name in braces.
 * - `field`: the text or number at a place in the JSON of the body; `base64` decodes it.
 */
export type SignedPart =
  | 'body'
  | 'url'
  | 'method'
  | 'form fields'
  | 'key'
  | { readonly text: string }
  | { readonly value: string }
  | { readonly field: readonly (string | number)[]; readonly encoding?: 'base64' };

/** A header of a signed callback. */
export interface SignatureHeader {
  /** In lower case. */
  readonly name: string;
  /**
   * What it says, with one name in braces for what varies: `sha256={signature}`. Of several patterns, it has
   * any, and the first one when Tributary signs; with a `separator`, it has all of them in any order.
   */
  readonly patterns: readonly [string, ...string[]];
  /** Between the elements of a header that has several: `,` in `t=1767323045,s=5bdc…`. */
  readonly separator?: string;
}

interface SchemeBase {
  readonly headers: readonly [SignatureHeader, ...SignatureHeader[]];
  /** How signatures are written; in a JSON Web Token, how the hashes in its claims are. */
  readonly encoding: 'hex' | 'base64';
  /** How the secret writes the key. @default as text; a public key as PEM */
  readonly keyEncoding?: 'hex' | 'base64';
  /**
   * How many seconds the time in the proof (`{timestamp}`, or the claim `iat`) may lie before or after the
   * receipt. Only for a provider that signs every repetition anew: a callback that it repeats with its first
   * time would be refused. A callback that somebody else repeats is a duplicate and changes nothing.
   *
   * @default any time
   */
  readonly toleranceSeconds?: number;
}

/** A signature or digest over parts of the request. */
export interface DirectSignature extends SchemeBase {
  /** `sha256` and its like are plain digests: `signed` must then have the `key`. */
  readonly algorithm:
    | 'hmac-sha1'
    | 'hmac-sha256'
    | 'hmac-sha512'
    | 'ed25519'
    | 'md5'
    | 'sha1'
    | 'sha256'
    | 'sha512';
  /** What it is made over, without anything between the parts. */
  readonly signed: readonly SignedPart[];
  /** Unit of `{timestamp}`. @default 'seconds' */
  readonly timestampUnit?: 'seconds' | 'milliseconds';
}

/** A JSON Web Token (RFC 7519), at `{signature}`, whose claims hold hashes of the request. */
export interface TokenSignature extends SchemeBase {
  readonly algorithm: 'HS256' | 'RS256';
  /** The claims with a SHA-256, and what each is made over. A token without one of them is refused. */
  readonly hashClaims: Readonly<Record<string, readonly SignedPart[]>>;
}

/**
 * How a provider signs its callbacks, as data: Tributary checks with it, and `send`, the tests and the
 * benchmarks sign with it. The keys are `signingKeys` of the provider's secret; of an asymmetric algorithm
 * (Ed25519, RS256) these are public keys, so that only the provider can sign.
 */
export type SignatureScheme = DirectSignature | TokenSignature;
