import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { user } from './parties.ts';
import { text } from './primitives.ts';

export const userUpdated = defineEvent({
  type: 'user.updated',
  subject: 'Users',
  means:
    "a user's id or number, preferences (opt-out) or entry in the business's address book changed",
  data: z.strictObject({
    user,
    aspect: z.enum(['identity', 'preferences', 'contact']),
    category: z
      .optional(text)
      .check(z.describe("what a preference is about, in the provider's word")),
    previous: z.optional(text),
    current: text,
    reason: z.optional(text),
    contact: z
      .optional(z.strictObject({ name: z.optional(text), firstName: z.optional(text) }))
      .check(z.describe("the user's entry in the address book of the business")),
    signupId: z
      .optional(text)
      .check(z.describe('sign-up for marketing messages to which the preference belongs')),
  }),
});
