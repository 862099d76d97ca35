import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { instant, phone, text } from './primitives.ts';

const change = {
  previous: z.optional(text),
  current: text.check(z.describe("the provider's value")),
  reason: z.optional(text),
};

export const accountUpdated = defineEvent({
  type: 'account.updated',
  means: 'an account was reviewed, restricted, banned or changed',
  data: z.strictObject({
    account: z
      .strictObject({ id: z.optional(text), name: z.optional(text) })
      .check(z.describe('what is known about the account')),
    ...change,
    ban: z.optional(
      z.strictObject({
        state: z.optional(text),
        date: z.optional(text).check(z.describe('YYYY-MM-DD, or as the provider wrote it')),
      }),
    ),
    restrictions: z.optional(
      z.array(z.strictObject({ type: z.optional(text), expiresAt: z.optional(instant) })),
    ),
    violation: z.optional(z.strictObject({ type: z.optional(text) })),
  }),
});

export const phoneUpdated = defineEvent({
  type: 'phone.updated',
  means: "a business phone number's quality, name, limit or security settings changed",
  data: z.strictObject({
    phone: z
      .strictObject({
        id: z.optional(text),
        displayPhoneNumber: z.optional(phone),
        requestedName: z.optional(text),
      })
      .check(z.describe('what is known about the number')),
    aspect: z.enum(['quality', 'name', 'security']),
    ...change,
    rating: z.optional(text).check(z.describe('GREEN, YELLOW, RED or UNKNOWN')),
    limit: z
      .optional(z.strictObject({ current: z.optional(text), previous: z.optional(text) }))
      .check(z.describe("messages a day, in the provider's words")),
  }),
});
