import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { instant, text } from './primitives.ts';

const template = z
  .strictObject({
    id: z.optional(text),
    name: z.optional(text),
    language: z.optional(text),
    category: z.optional(text),
  })
  .check(z.describe('what is known about the template'));

const change = {
  template,
  previous: z.optional(text),
  current: text.check(z.describe("the provider's value")),
  reason: z.optional(text),
};

export const templateStatusUpdated = defineEvent({
  type: 'template.status.updated',
  subject: 'Templates',
  means: 'a message template was approved, rejected, paused, disabled …',
  data: z.strictObject({
    ...change,
    rejection: z
      .optional(z.strictObject({ reason: z.optional(text), recommendation: z.optional(text) }))
      .check(z.describe('why it was rejected and what to change, in sentences')),
    explanation: z
      .optional(z.strictObject({ title: z.optional(text), description: z.optional(text) }))
      .check(z.describe('of a pause, its end or a lock: FIRST_PAUSE, SECOND_PAUSE …')),
    disabledAt: z.optional(instant),
  }),
});

export const templateCategoryUpdated = defineEvent({
  type: 'template.category.updated',
  subject: 'Templates',
  means: 'a message template moved to another category, is about to, or seems to be in a wrong one',
  data: z.strictObject({
    ...change,
    upcoming: z
      .optional(z.strictObject({ current: text, at: z.optional(instant) }))
      .check(z.describe('the category that was announced; current is still the old one')),
    detected: z
      .optional(text)
      .check(z.describe('the category that the content has, according to the provider')),
  }),
});

export const templateQualityUpdated = defineEvent({
  type: 'template.quality.updated',
  subject: 'Templates',
  means: 'the quality score of a message template changed',
  data: z.strictObject(change),
});
