import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { business, user } from './parties.ts';
import { count, instant, providerError, sha256, text } from './primitives.ts';

const call = z.strictObject({
  id: text,
  direction: z
    .optional(z.enum(['inbound', 'outbound']))
    .check(z.describe('inbound: the user called')),
  missed: z
    .optional(z.boolean())
    .check(z.describe('present when the call has ended: whether no one took it')),
  outcome: z.optional(text).check(z.describe("of a call that has ended, in the provider's word")),
  startedAt: z.optional(instant).check(z.describe('when it was taken')),
  endedAt: z.optional(instant),
  durationSeconds: z.optional(count).check(z.describe('from the moment when it was taken')),
  deeplinkPayload: z
    .optional(text)
    .check(z.describe('text that the owner put into the link from which the user called')),
  buttonPayload: z
    .optional(text)
    .check(z.describe('text that the owner put into the button from which the user called')),
});

/** A file about a call. The media mirror does not copy it. */
const callFile = z.strictObject({
  kind: z.optional(text),
  providerMediaId: z.optional(text),
  url: z.optional(text),
  mimeType: z.optional(text),
  sha256: z.optional(sha256),
});

export const callUpdated = defineEvent({
  type: 'call.updated',
  subject: 'Payments and calls',
  means: 'a voice call between a user and the business began, rang, was taken or ended',
  data: z.strictObject({
    call,
    current: text.check(
      z.describe(
        "connect, ringing, accepted, rejected or terminated; else the provider's word in lower case",
      ),
    ),
    business: z.optional(business),
    user: z.optional(user),
    recording: z
      .optional(callFile)
      .check(z.describe('recording of the call; the media mirror does not copy it')),
    transcript: z
      .optional(callFile)
      .check(z.describe('text of the call; the media mirror does not copy it')),
    callbackData: z
      .optional(text)
      .check(z.describe('text that the owner attached to the call for its own use')),
    errors: z.array(providerError),
  }),
});
