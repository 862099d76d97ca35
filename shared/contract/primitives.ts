import * as z from 'zod/mini';

/**
 * The leaves of the contract. Every value that leaves Tributary is in one canonical form, whatever
 * the provider sent, so that subscribers compare and sort without knowing any adapter.
 */

/** ISO 8601 in UTC with exactly three decimals, so that text order is time order. */
export const instant = z
  .string()
  .check(
    z.regex(
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
    ),
    z.describe('ISO 8601, UTC, with milliseconds'),
  );

/** E.164 digits without `+`: at most 15, never with a leading zero (ITU-T E.164, §6.1). */
export const phone = z
  .string()
  .check(z.regex(/^[1-9]\d{4,14}$/), z.describe('E.164 digits without +'));

/** SHA-256 as 64 lower-case hex digits. */
export const sha256 = z
  .string()
  .check(z.regex(/^[0-9a-f]{64}$/), z.describe('SHA-256, lower-case hex'));

/** Any text that is not empty: an absent value is left out of an event. */
export const text = z.string().check(z.minLength(1));

/** A whole number that counts something, 0 or more. */
export const count = z.int().check(z.minimum(0));

/** A decimal number as text, so that no digit is lost. */
export const amount = z
  .string()
  .check(
    z.regex(/^-?\d+(\.\d+)?$/),
    z.describe('decimal number as text, so that no digit is lost'),
  );

export const currency = text.check(z.describe('ISO 4217'));

/** An error as the provider reports it. `code` is the provider's, as text. */
export const providerError = z.strictObject({
  code: z.optional(text),
  title: z.optional(text),
  detail: z.optional(text),
});

export type ProviderError = z.infer<typeof providerError>;
