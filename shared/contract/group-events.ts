import * as z from 'zod/mini';
import { defineEvent } from './envelope.ts';
import { business } from './parties.ts';
import { phone, providerError, sha256, text } from './primitives.ts';

const group = z
  .strictObject({
    id: z.optional(text).check(z.describe('absent when the group could not be made')),
    subject: z.optional(text),
    description: z.optional(text),
    inviteLink: z.optional(text),
    joinApprovalMode: z.optional(text).check(z.describe('auto_approve or approval_required')),
    picture: z.optional(z.strictObject({ mimeType: z.optional(text), sha256: z.optional(sha256) })),
  })
  .check(z.describe('what is known about the group'));

const participant = z.strictObject({
  change: z
    .enum(['added', 'removed', 'failed', 'requested'])
    .check(
      z.describe(
        'failed: the business could not add or remove the user; requested: the request to join is meant',
      ),
    ),
  phone: z.optional(phone),
  id: z.optional(text).check(z.describe('business-scoped user id')),
  parentId: z.optional(text).check(z.describe('user id in the scope of the parent business')),
  username: z.optional(text),
  input: z.optional(text).check(z.describe('the user as the business named them in its request')),
  errors: z.optional(z.array(providerError)),
});

const setting = z.strictObject({
  name: z.enum(['subject', 'description', 'picture']),
  successful: z.optional(z.boolean()),
  errors: z.optional(z.array(providerError)),
});

export const groupUpdated = defineEvent({
  type: 'group.updated',
  subject: 'Conversations and groups',
  means: 'a group was made, deleted or suspended, or its participants or settings changed',
  data: z.strictObject({
    group,
    business: z.optional(business),
    aspect: z.enum(['lifecycle', 'participants', 'settings', 'status']),
    current: text.check(z.describe("the provider's word for what happened, as group_create")),
    reason: z.optional(text),
    requestId: z.optional(text).check(z.describe('the request of the business that led to it')),
    joinRequestId: z.optional(text).check(z.describe('the request of a user to join')),
    initiatedBy: z.optional(text).check(z.describe('business or participant')),
    participants: z.optional(z.array(participant)),
    settings: z.optional(z.array(setting)).check(z.describe('the settings that were to change')),
    errors: z.optional(z.array(providerError)).check(z.describe('why a request failed')),
  }),
});
