import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { count, sha256, text } from './primitives.ts';

/** Why an authentic callback was not understood. */
const quarantineReason = z.enum([
  'unknown_provider_event',
  'invalid_shape',
  'not_an_object',
  'too_large',
  'adapter_error',
]);

export type QuarantineReason = z.infer<typeof quarantineReason>;

export const callbackQuarantined = defineEvent({
  type: 'callback.quarantined',
  means:
    'an authentic callback that Tributary could not understand; says where the raw body is and why, never the body',
  data: z.strictObject({
    reason: quarantineReason,
    path: z.optional(text).check(z.describe('JSON path of the first thing that did not fit')),
    problem: z.optional(text).check(z.describe('what did not fit there; never a value')),
    sha256: sha256.check(z.describe('of the raw JSON that is kept')),
    sizeBytes: count,
    payloadKey: text.check(
      z.describe('key in the payload bucket, where the owner finds the raw JSON and its headers'),
    ),
  }),
});
