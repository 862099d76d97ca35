import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { business, user } from './parties.ts';
import { amount, currency, instant, providerError, text } from './primitives.ts';

const transaction = z
  .strictObject({
    id: z.optional(text),
    providerTransactionId: z.optional(text).check(z.describe("the payment provider's id of it")),
    type: z.optional(text).check(z.describe('payment provider or means of payment')),
    status: z.optional(text),
    method: z.optional(text).check(z.describe('how the user paid: upi, card …')),
    amount: z.optional(amount),
    currency: z.optional(currency),
    createdAt: z.optional(instant),
    updatedAt: z.optional(instant),
  })
  .check(z.describe('the attempt to pay that the event is about'));

const refund = z.strictObject({
  id: z.optional(text),
  status: z.optional(text),
  speed: z.optional(text),
  amount: z.optional(amount),
  createdAt: z.optional(instant),
  updatedAt: z.optional(instant),
});

export const paymentUpdated = defineEvent({
  type: 'payment.updated',
  subject: 'Payments and calls',
  means: 'the payment of an order that the business sent to a user is pending, captured, failed …',
  data: z.strictObject({
    referenceId: z
      .optional(text)
      .check(z.describe('id of the order, as the business chose it; unique for its phone number')),
    current: text.check(z.describe("the provider's word: pending, captured, failed, canceled …")),
    amount: z.optional(amount),
    currency: z.optional(currency),
    messageId: z.optional(text).check(z.describe('the message with the order')),
    business: z.optional(business),
    user: z.optional(user),
    transaction: z.optional(transaction),
    refunds: z.optional(z.array(refund)),
    errors: z.array(providerError),
  }),
});
