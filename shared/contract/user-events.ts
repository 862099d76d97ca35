import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { business, user } from './parties.ts';
import { text } from './primitives.ts';

const link = z.strictObject({
  names: z
    .array(text)
    .check(z.length(2), z.describe('phone numbers and ids, the stronger name first')),
  state: z.enum(['linked', 'unlinked']),
  eventId: z.optional(text).check(z.describe('metadata.id of the first event that had both names')),
});

export const userUpdated = defineEvent({
  type: 'user.updated',
  subject: 'Users',
  means:
    "a user's id or number changed or became known, or preferences (opt-out) or the entry in the business's address book changed",
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
  }),
});
