import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { count, instant, phone, providerError, text } from './primitives.ts';

const change = {
  previous: z.optional(text),
  current: text.check(z.describe("the provider's value")),
  reason: z.optional(text),
};

export const accountUpdated = defineEvent({
  type: 'account.updated',
  subject: 'Accounts and phone numbers',
  means: 'an account was reviewed, restricted, banned, disconnected or changed',
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
      z.array(
        z.strictObject({
          type: z.optional(text),
          expiresAt: z.optional(instant),
          remediation: z.optional(text).check(z.describe('what lifts it')),
        }),
      ),
    ),
    violation: z.optional(
      z.strictObject({
        type: z.optional(text),
        remediation: z.optional(text).check(z.describe('what ends it')),
      }),
    ),
    limits: z
      .optional(
        z.strictObject({
          usersPerDay: z
            .optional(text)
            .check(z.describe('users to whom it may write first in 24 hours; -1 is unlimited')),
          usersPerDayAndPhone: z
            .optional(text)
            .check(z.describe('the same for each phone number, in callbacks of before 2026')),
          phoneNumbers: z
            .optional(count)
            .check(z.describe('phone numbers that the WhatsApp Business Account may have')),
          phoneNumbersOfBusiness: z
            .optional(count)
            .check(z.describe('phone numbers that the business may have in all its accounts')),
        }),
      )
      .check(z.describe('what an account may do; limits of users in the words of the provider')),
    errors: z
      .optional(z.array(providerError))
      .check(z.describe('why something is not available, such as the history of messages')),
    severity: z.optional(text).check(z.describe('of an alert: CRITICAL, WARNING …')),
    alertStatus: z.optional(text).check(z.describe('of an alert: ACTIVE, NONE')),
    initiatedBy: z.optional(text).check(z.describe('who ended a partnership')),
    country: z.optional(text),
    phoneNumber: z
      .optional(phone)
      .check(
        z.describe(
          'phone number that the event is about, such as one that was added to the account',
        ),
      ),
    adAccountId: z.optional(text).check(z.describe('ad account that was linked')),
    volumeTier: z
      .optional(
        z.strictObject({
          tier: z.optional(text).check(z.describe('<from>:<to> messages')),
          category: z.optional(text),
          region: z.optional(text).check(z.describe('country or region')),
          month: z.optional(text).check(z.describe('YYYY-MM')),
          reachedAt: z.optional(instant),
        }),
      )
      .check(z.describe('volume of messages that decides their price')),
    authInternationalRates: z
      .optional(
        z.strictObject({
          startsAt: z.optional(instant),
          exceptions: z.optional(
            z.array(z.strictObject({ country: z.optional(text), startsAt: z.optional(instant) })),
          ),
        }),
      )
      .check(z.describe('from when international prices of authentication messages apply')),
    paymentConfiguration: z
      .optional(
        z.strictObject({
          name: z.optional(text),
          provider: z.optional(text),
          providerAccountId: z.optional(text),
          createdAt: z.optional(instant),
        }),
      )
      .check(z.describe('how users pay the business')),
  }),
});

export const phoneUpdated = defineEvent({
  type: 'phone.updated',
  subject: 'Accounts and phone numbers',
  means: "a business phone number's quality, name, username, limit or security settings changed",
  data: z.strictObject({
    phone: z
      .strictObject({
        id: z.optional(text),
        displayPhoneNumber: z.optional(phone),
        requestedName: z.optional(text),
        username: z.optional(text).check(z.describe('absent when it was deleted')),
      })
      .check(z.describe('what is known about the number')),
    aspect: z.enum(['quality', 'name', 'security', 'username']),
    ...change,
    requestedBy: z.optional(text).check(z.describe('who asked for the change')),
    rating: z.optional(text).check(z.describe('GREEN, YELLOW, RED or UNKNOWN')),
    limit: z
      .optional(z.strictObject({ current: z.optional(text), previous: z.optional(text) }))
      .check(z.describe("messages a day, in the provider's words")),
  }),
});
