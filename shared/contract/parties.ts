import * as z from 'zod/mini';
import { channels } from './channels.ts';
import { phone, text } from './primitives.ts';

export const channel = z.enum(channels);

/**
 * The ids by which the provider knows the owner's account. All are text. Which of them are present
 * depends on the provider; some callbacks carry none.
 */
export const account = z.strictObject({
  accountId: z.optional(text).check(z.describe("the provider's id of the owner's account")),
  accountName: z.optional(text).check(z.describe("the account's name at the provider")),
  businessId: z
    .optional(text)
    .check(z.describe("the provider's id of the business that owns the account")),
  appId: z.optional(text).check(z.describe("the provider's application")),
  channelId: z.optional(text).check(z.describe("the provider's own id of a sending channel")),
  wabaId: z.optional(text).check(z.describe('WhatsApp Business Account')),
  phoneNumberId: z.optional(text).check(z.describe("WhatsApp's id of the business phone number")),
  agentId: z.optional(text).check(z.describe('RCS agent')),
  connection: z
    .optional(text)
    .check(z.describe('named connection whose token the callback came with')),
});

export type Account = z.infer<typeof account>;

/** The owner's side of a message: known by phone number, by the provider's id, or by both. */
export const business = z
  .strictObject({ phone: z.optional(phone), id: z.optional(text), name: z.optional(text) })
  .check(z.describe('the business side of a message'));

export type Business = z.infer<typeof business>;

/**
 * The person. Since March 2026 WhatsApp users may hide their number: then only `id` (the
 * business-scoped user id) is present. At least one of `phone` and `id` always is.
 */
export const user = z
  .strictObject({
    phone: z.optional(phone),
    id: z.optional(text).check(z.describe('business-scoped user id, or what the provider has')),
    parentId: z.optional(text).check(z.describe('user id in the scope of the parent business')),
    username: z.optional(text),
    name: z.optional(text).check(z.describe('profile name')),
  })
  .check(
    z.refine((value) => value.phone !== undefined || value.id !== undefined, {
      error: 'a user has a phone or an id',
    }),
    z.describe('the person; at least one of phone and id is present'),
  );

export type User = z.infer<typeof user>;
