import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { user } from './parties.ts';
import { text } from './primitives.ts';

export const userUpdated = defineEvent({
  type: 'user.updated',
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
  }),
});
