import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { business, user } from './parties.ts';
import { instant, text } from './primitives.ts';

export const conversationUpdated = defineEvent({
  type: 'conversation.updated',
  subject: 'Conversations and groups',
  means:
    'control of a conversation went to another app or is asked for, all messages up to a time were delivered or read, or its messages belong to another conversation',
  data: z.strictObject({
    conversation: z
      .strictObject({
        key: z.optional(text).check(z.describe('as in messages; absent when no user is named')),
      })
      .check(z.describe('which conversation')),
    business,
    user: z.optional(user),
    aspect: z.enum(['owner', 'request', 'status', 'merged']),
    change: text.check(
      z.describe(
        "owner: the provider's word, control_passed or pass_thread_control …; request and status: the provider's word; merged: linked or unlinked",
      ),
    ),
    previous: z
      .optional(text)
      .check(
        z.describe(
          'owner: role of the app that was in control, or its id; merged: key of the conversation that this one belonged to',
        ),
      ),
    previousOwnerId: z.optional(text),
    current: text.check(
      z.describe(
        'owner: role of the app that is in control, as ai_agent or customer_service, else its id; request: id of the app that asks for control; status: delivered or read; merged: key of the conversation that this one belongs to from now on, its own when it stands alone again',
      ),
    ),
    ownerId: z.optional(text).check(z.describe('id of the app that is in control')),
    until: z
      .optional(instant)
      .check(z.describe('status: of every message that was sent to the user until then')),
    note: z.optional(text).check(z.describe('from the one app to the other')),
    summary: z.optional(text).check(z.describe('of the conversation so far')),
  }),
});
