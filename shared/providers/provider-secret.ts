import * as z from 'zod/mini';

const token = z.string().check(z.minLength(16));

/** By name, in any case; each header has one or two live values. */
const staticHeaders = z.record(
  z.string(),
  z.union([z.string(), z.array(z.string()).check(z.maxLength(2))]),
);

/**
 * The JSON in a provider's Secrets Manager secret. The stack writes `token` at the first deploy;
 * everything else is added by the owner.
 */
export const providerSecret = z.looseObject({
  /** Last path segment of the callback URL. */
  token,
  /** The one before, valid too until a rotation is confirmed. */
  previousToken: z.optional(token),
  /** Tokens of their own for further accounts at the same provider, by name of the connection. */
  connections: z.optional(
    z.record(
      z.string(),
      z.looseObject({
        token,
        previousToken: z.optional(token),
        /** Instead of those below, where the account has values of its own. */
        headers: z.optional(staticHeaders),
      }),
    ),
  ),
  /** Static headers that the provider sends back verbatim. */
  headers: z.optional(staticHeaders),
  /** Keys of a signature over the body; up to two live values. */
  signingKeys: z.optional(z.array(z.string().check(z.minLength(1))).check(z.maxLength(2))),
});

export type ProviderSecret = z.infer<typeof providerSecret>;
