import * as z from 'zod/mini';

const token = z.string().check(z.minLength(16));

/** By name, in any case; each header has one or two live values. */
const staticHeaders = z.record(
  z.string(),
  z.union([z.string(), z.array(z.string()).check(z.maxLength(2))]),
);

/** The secret of one account at the provider. */
const connectionSecret = z.strictObject({
  /** Last path segment of the callback URL. */
  token,
  /** The previous token, which is valid until a rotation is confirmed. */
  previousToken: z.optional(token),
  /** Static headers that the provider sends back verbatim. */
  headers: z.optional(staticHeaders),
  /** Keys of a signature over the body; up to two live values, the newest first. */
  signingKeys: z.optional(z.array(z.string().check(z.minLength(1))).check(z.maxLength(2))),
  /** The token that a challenge handshake must carry, if it is not the token in the URL. */
  verifyToken: z.optional(z.string().check(z.minLength(1))),
  /** User name beside `accessToken`, where the provider's API wants basic authentication. */
  accessUser: z.optional(z.string().check(z.minLength(1))),
  /** Token, key or password for the provider's API, for files that need one. */
  accessToken: z.optional(z.string().check(z.minLength(1))),
});

/**
 * The JSON in a provider's Secrets Manager secret. The stack writes `token` at the first deploy; the
 * owner adds everything else. A key that is not listed here is a mistake: `signingKey` would switch off
 * what `signingKeys` demands.
 */
export const providerSecret = z.extend(connectionSecret, {
  /** Further accounts at the same provider, by the name of the connection, each with its own token. */
  connections: z.optional(z.record(z.string(), connectionSecret)),
});

export type ConnectionSecret = z.infer<typeof connectionSecret>;
export type ProviderSecret = z.infer<typeof providerSecret>;

/** A problem of a secret, as its schema reports it. */
type SecretIssue = z.core.$ZodIssue;

/**
 * Says what is wrong with a secret and never quotes a value of it, so that the text may be logged.
 *
 * @param issues those of `providerSecret.safeParse`; none for text that is not JSON
 */
export function describeSecretProblem(issues: readonly SecretIssue[]): string {
  return issues.map(describeIssue).join('; ') || 'not JSON';
}

function describeIssue(issue: SecretIssue): string {
  const place = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...place, isName(key) ? key : '(not a name)'].join('.'));
    return `unknown key ${keys.join(', ')}`;
  }
  return place.length === 0 ? 'not a JSON object' : `invalid value of ${place.join('.')}`;
}

/** A value that was pasted in the place of a key must not be logged. */
function isName(key: string): boolean {
  return /^[a-z_-]{1,32}$/i.test(key);
}
