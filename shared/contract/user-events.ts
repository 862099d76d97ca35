import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { user } from './parties.ts';
import { text } from './primitives.ts';

export const userUpdated = defineEvent({
  type: 'user.updated',
  subject: 'Users',
  means: "a user's identity or preferences changed outside a message (id rotation, opt-out)",
  data: z.strictObject({
    user,
    aspect: z.enum(['identity', 'preferences']),
    category: z
      .optional(text)
      .check(z.describe("what a preference is about, in the provider's word")),
    previous: z.optional(text),
    current: text,
    reason: z.optional(text),
    signupId: z
      .optional(text)
      .check(z.describe('sign-up for marketing messages to which the preference belongs')),
  }),
});
