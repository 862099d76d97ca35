import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { count, sha256, text } from './primitives.ts';

/** Why an authentic callback was not understood. */
const quarantineReason = z.enum([
  'unknown_feed',
  'invalid_shape',
  'not_an_object',
  'too_large',
  'dialect_error',
]);

export type QuarantineReason = z.infer<typeof quarantineReason>;

export const deliveryQuarantined = defineEvent({
  type: 'delivery.quarantined',
  means:
    'an authentic callback that Tributary could not understand; says where the raw body is and why, never the body',
  data: z.strictObject({
    reason: quarantineReason,
    path: z.optional(text).check(z.describe('JSON path of the first thing that did not fit')),
    problem: z.optional(text).check(z.describe('what did not fit there; never a value')),
    sha256: sha256.check(z.describe('of the raw JSON that is kept')),
    sizeBytes: count,
    vaultKey: text.check(
      z.describe('key in the vault bucket, where the owner finds the raw JSON and its headers'),
    ),
  }),
});
