import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { traffics } from './event-kinds.ts';
import { mediaRole } from './media.ts';
import { count, sha256, text } from './primitives.ts';

const file = z
  .strictObject({
    index: count.check(z.describe("position in the message's media[]")),
    role: mediaRole,
    mimeType: z.optional(text).check(z.describe('as the provider gave it')),
    filename: z.optional(text),
  })
  .check(z.describe('which file of the message'));

const traffic = z
  .optional(z.enum(traffics))
  .check(
    z.describe(
      'present when the message is a standby.message.* or history.message.*: do not reply to it',
    ),
  );

export const mediaStored = defineEvent({
  type: 'media.stored',
  subject: 'Files',
  means: 'a file of a message is in the media bucket',
  data: z.strictObject({
    messageId: text,
    providerMessageId: z.optional(text),
    traffic,
    media: file,
    bucket: text,
    key: text,
    sizeBytes: count,
    sha256: sha256.check(z.describe('of the stored bytes')),
    contentType: text.check(
      z.describe('content type of the object; never one that a browser runs, such as HTML or SVG'),
    ),
    hashVerified: z
      .optional(z.boolean())
      .check(
        z.describe(
          "true: equal to the provider's hash; false: differs although downloaded again; absent: the provider gave none",
        ),
      ),
    copy: z
      .optional(z.int().check(z.minimum(2)))
      .check(
        z.describe(
          'an operator had the stored file fetched again, and this is the second copy, or a later one; the highest counts',
        ),
      ),
  }),
});

/** Why a file could not be mirrored. */
export const mediaFailureReason = z.enum([
  'gone',
  'refused',
  'too_large',
  'refused_address',
  'truncated',
  'type_mismatch',
  'unreachable',
  'timeout',
  'server_error',
  'rate_limited',
  'too_many_redirects',
  'no_location',
  'not_authorized',
]);

export type MediaFailureReason = z.infer<typeof mediaFailureReason>;

export const mediaFailed = defineEvent({
  type: 'media.failed',
  subject: 'Files',
  means: 'a file of a message could not be mirrored; says why',
  data: z.strictObject({
    messageId: text,
    providerMessageId: z.optional(text),
    traffic,
    media: file,
    reason: mediaFailureReason,
    retryable: z.boolean().check(z.describe('whether trying again later may succeed')),
    attempt: z.int().check(z.minimum(1), z.describe('number of the last attempt')),
  }),
});
