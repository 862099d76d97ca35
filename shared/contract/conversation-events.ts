import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { business, user } from './parties.ts';
import { text } from './primitives.ts';

export const conversationUpdated = defineEvent({
  type: 'conversation.updated',
  subject: 'Conversations and groups',
  means: 'control of a conversation went to another app',
  data: z.strictObject({
    conversation: z
      .strictObject({
        key: z.optional(text).check(z.describe('as in messages; absent when no user is named')),
      })
      .check(z.describe('which conversation')),
    business,
    user: z.optional(user),
    aspect: z.enum(['owner']),
    change: text.check(z.describe("the provider's word: control_passed or control_taken")),
    previous: z.optional(text).check(z.describe('role of the app that was in control, or its id')),
    previousOwnerId: z.optional(text),
    current: text.check(
      z.describe(
        'role of the app that is in control, as ai_agent or customer_service; else its id',
      ),
    ),
    ownerId: z.optional(text).check(z.describe('id of the app that is in control')),
    note: z.optional(text).check(z.describe('from the one app to the other')),
    summary: z.optional(text).check(z.describe('of the conversation so far')),
  }),
});
