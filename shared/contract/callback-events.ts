import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { count, sha256, text } from './primitives.ts';

/** Why an authentic callback, or an item of it, is unrecognized. */
const quarantineReason = z.enum([
  'truncated_body',
  'malformed_body',
  'unsupported_media_type',
  'unsupported_encoding',
  'unknown_provider_event',
  'invalid_shape',
  'not_an_object',
  'too_large',
  'adapter_error',
]);

export type QuarantineReason = z.infer<typeof quarantineReason>;

export const callbackQuarantined = defineEvent({
  type: 'callback.quarantined',
  subject: 'Callbacks',
  means:
    'an authentic callback, or an item of it, was not recognized; says why and where it is stored, never what is in it',
  data: z.strictObject({
    reason: quarantineReason,
    path: z
      .optional(text)
      .check(z.describe('JSON path of the first value that does not match the schema')),
    problem: z.optional(text).check(z.describe('what does not match there; never a value')),
    sha256: sha256.check(
      z.describe('of the raw JSON, or of the bytes of a body that could not be decoded'),
    ),
    sizeBytes: count,
    payloadKey: text.check(
      z.describe(
        'key in the payload bucket, where the owner finds the raw JSON or the bytes, and their headers',
      ),
    ),
  }),
});

export const callbackReceived = defineEvent({
  type: 'callback.received',
  subject: 'Callbacks',
  means: 'a callback of a generic provider, which has no adapter: its body as the provider sent it',
  data: z.strictObject({
    contentType: z.optional(text),
    idempotencyKey: z
      .optional(text)
      .check(z.describe('by which the provider identifies the callback, where that is configured')),
    json: z
      .optional(z.unknown())
      .check(
        z.describe('the body, when it is JSON; a number that a double cannot hold is its text'),
      ),
    text: z.optional(text).check(z.describe('the body, when it is other text')),
    base64: z.optional(text).check(z.describe('the bytes of the body, when it is not text')),
    sha256: sha256.check(z.describe('of the bytes of the body')),
    sizeBytes: count,
    payloadKey: z
      .optional(text)
      .check(
        z.describe(
          'instead of the body, when it is too large for an event: the key in the payload bucket, where the owner finds it',
        ),
      ),
  }),
});
