import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { business, user } from './parties.ts';
import { instant, text } from './primitives.ts';

const link = z.strictObject({
  names: z
    .array(text)
    .check(z.length(2), z.describe('phone numbers and ids, the stronger name first')),
  state: z.enum(['linked', 'unlinked']),
  eventId: z.optional(text).check(z.describe('metadata.id of the first event that had both names')),
});

const optIn = z.strictObject({
  token: z.optional(text).check(z.describe('with which the business may send such messages')),
  tokenStatus: z.optional(text),
  expiresAt: z.optional(instant),
  title: z.optional(text).check(z.describe('what the user agreed to, as it was shown')),
  payload: z.optional(text).check(z.describe('text that the business put behind the button')),
  ref: z.optional(text).check(z.describe('text that the business put behind the plugin')),
  frequency: z.optional(text),
  timezone: z.optional(text),
});

export const userUpdated = defineEvent({
  type: 'user.updated',
  subject: 'Users',
  means:
    "a user's id or number changed or became known, or preferences (opt-in, opt-out, a linked account) or the entry in the business's address book changed",
  data: z.strictObject({
    business: z.optional(business),
    user,
    aspect: z.enum(['identity', 'preferences', 'contact']),
    category: z
      .optional(text)
      .check(z.describe("what a preference is about, in the provider's word")),
    previous: z.optional(text),
    current: text,
    reason: z.optional(text),
    link: z
      .optional(link)
      .check(
        z.describe(
          'present when Tributary has learned that two names are of one person, or an operator has undone it',
        ),
      ),
    contact: z
      .optional(z.strictObject({ name: z.optional(text), firstName: z.optional(text) }))
      .check(z.describe("the user's entry in the address book of the business")),
    signupId: z
      .optional(text)
      .check(z.describe('sign-up for marketing messages to which the preference belongs')),
    optIn: z.optional(optIn).check(z.describe('messages to which the user agreed')),
    authorizationCode: z
      .optional(text)
      .check(z.describe("the business's own code for the user whose account was linked")),
  }),
});
