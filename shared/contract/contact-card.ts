import * as z from 'zod/mini';
import { phone, text } from './primitives.ts';

/** One address-book card that a user shared. Types (`HOME`, `CELL` …) are the provider's words. */
export const contactCard = z.strictObject({
  name: z.optional(
    z.strictObject({
      formatted: z.optional(text),
      first: z.optional(text),
      middle: z.optional(text),
      last: z.optional(text),
      prefix: z.optional(text),
      suffix: z.optional(text),
    }),
  ),
  birthday: z.optional(text).check(z.describe('as written on the card, usually YYYY-MM-DD')),
  organization: z.optional(
    z.strictObject({
      company: z.optional(text),
      department: z.optional(text),
      title: z.optional(text),
    }),
  ),
  phones: z.array(
    z.strictObject({
      phone: z.optional(phone),
      written: z.optional(text).check(z.describe('as on the card, when it is not an E.164 number')),
      type: z.optional(text),
      userId: z.optional(text).check(z.describe("the contact's WhatsApp id")),
    }),
  ),
  emails: z.array(z.strictObject({ email: z.optional(text), type: z.optional(text) })),
  urls: z.array(z.strictObject({ url: z.optional(text), type: z.optional(text) })),
  addresses: z.array(
    z.strictObject({
      street: z.optional(text),
      city: z.optional(text),
      state: z.optional(text),
      zip: z.optional(text),
      country: z.optional(text),
      countryCode: z.optional(text),
      type: z.optional(text),
    }),
  ),
  origin: z
    .optional(text)
    .check(z.describe('contact_request when the business had asked for the card, else other')),
});

export type ContactCard = z.infer<typeof contactCard>;
