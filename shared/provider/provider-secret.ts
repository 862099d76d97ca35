import * as z from 'zod/mini';

const token = z.string().check(z.minLength(16));

/** By name, in any case; each header has one or two live values. */
const staticHeaders = z.record(
  z.string(),
  z.union([z.string(), z.array(z.string()).check(z.maxLength(2))]),
);

/** The secret of one account at the provider. */
const connectionSecret = z.looseObject({
  /** Last path segment of the callback URL. */
  token,
  /** The previous token, which is valid until a rotation is confirmed. */
  previousToken: z.optional(token),
  /** Static headers that the provider sends back verbatim. */
  headers: z.optional(staticHeaders),
  /** Keys of a signature over the body; up to two live values. */
  signingKeys: z.optional(z.array(z.string().check(z.minLength(1))).check(z.maxLength(2))),
  /** The token that a challenge handshake must carry, if it is not the token in the URL. */
  verifyToken: z.optional(z.string().check(z.minLength(1))),
  /** Bearer token for the provider's API, for files that it names only by id. */
  accessToken: z.optional(z.string().check(z.minLength(1))),
});

/**
 * The JSON in a provider's Secrets Manager secret. The stack writes `token` at the first deploy; the
 * owner adds everything else.
 */
export const providerSecret = z.extend(connectionSecret, {
  /** Further accounts at the same provider, by the name of the connection, each with its own token. */
  connections: z.optional(z.record(z.string(), connectionSecret)),
});

export type ConnectionSecret = z.infer<typeof connectionSecret>;
export type ProviderSecret = z.infer<typeof providerSecret>;
