import * as z from 'zod/mini';
import { content } from './content.ts';
import { defineEvent } from './envelope.ts';
import { mediaItem } from './media.ts';
import { business, user } from './parties.ts';
import { amount, count, currency, instant, providerError, text } from './primitives.ts';

const context = z
  .strictObject({
    messageId: z.optional(text),
    from: z.optional(text).check(z.describe('who wrote the quoted message: phone or id')),
    forwarded: z.optional(z.boolean()),
    frequentlyForwarded: z.optional(z.boolean()),
    referredProduct: z.optional(
      z.strictObject({ catalogId: z.optional(text), productRetailerId: z.optional(text) }),
    ),
    quotedText: z.optional(text),
  })
  .check(z.describe('what the message replies to or forwards'));

const referral = z
  .strictObject({
    sourceUrl: z.optional(text),
    sourceType: z.optional(text),
    sourceId: z.optional(text),
    headline: z.optional(text),
    body: z.optional(text),
    mediaType: z.optional(text),
    imageUrl: z.optional(text),
    videoUrl: z.optional(text),
    thumbnailUrl: z.optional(text),
    ctwaClid: z.optional(text).check(z.describe("Meta's id of the click on the ad")),
    welcomeText: z
      .optional(text)
      .check(z.describe('text with which the ad greeted the user, or that it proposed')),
    ref: z.optional(text).check(z.describe('reference in the welcome message sequence of the ad')),
  })
  .check(z.describe('the ad or post that brought the user here'));

/** The statuses of a message. `shared/reader/message-state.ts` says which one is the furthest. */
export const messageStatus = z.enum([
  'created',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'deleted',
]);

export type MessageStatus = z.infer<typeof messageStatus>;

const message = z.strictObject({
  id: text.check(
    z.describe("the WhatsApp message id when the provider gives one, else the provider's own"),
  ),
  providerMessageId: z
    .optional(text)
    .check(z.describe("the provider's own id, when it differs from id")),
  direction: z.enum(['inbound', 'outbound']),
  conversation: z.strictObject({
    key: text.check(z.describe('<channel>#<business>#<user>, in a group …#group:<id>')),
    providerConversationId: z.optional(text),
    groupId: z.optional(text),
  }),
  business,
  user,
  content,
  context: z.optional(context),
  referral: z.optional(referral),
  media: z.array(mediaItem),
  status: z
    .optional(messageStatus)
    .check(z.describe('status of the message when the provider reported it')),
  errors: z.optional(z.array(providerError)),
  callbackData: z
    .optional(text)
    .check(z.describe('text that the owner attached to the message for its own use')),
});

export type Message = z.infer<typeof message>;
export type MessageContext = z.infer<typeof context>;

const messageData = z.strictObject({ message });

export const messageReceived = defineEvent({
  type: 'message.received',
  subject: 'Messages',
  means: 'a user wrote to the business',
  data: messageData,
});

export const messageSent = defineEvent({
  type: 'message.sent',
  subject: 'Messages',
  means:
    'a message from the business to a user was reported (a reply of an agent, a campaign, an API send)',
  data: messageData,
});

const others = 'Conversations of other apps, and history';

export const standbyMessageReceived = defineEvent({
  type: 'standby.message.received',
  subject: others,
  means: 'a user wrote to the business, and another app is in control of the conversation',
  data: messageData,
});

export const standbyMessageSent = defineEvent({
  type: 'standby.message.sent',
  subject: others,
  means: 'the app that is in control of a conversation wrote to the user',
  data: messageData,
});

const historyData = z.strictObject({
  message,
  transfer: z
    .optional(
      z.strictObject({
        phase: z.optional(count).check(z.describe('which part of the 180 days: 0, 1 or 2')),
        chunk: z.optional(count).check(z.describe('number of the part within its phase')),
        progress: z.optional(count).check(z.describe('percent of the history that was sent')),
      }),
    )
    .check(z.describe('how far the transfer of the history is')),
});

export const historyMessageReceived = defineEvent({
  type: 'history.message.received',
  subject: others,
  means: 'a user wrote to the business before it joined the Cloud API',
  data: historyData,
});

export const historyMessageSent = defineEvent({
  type: 'history.message.sent',
  subject: others,
  means: 'the business wrote to a user before it joined the Cloud API',
  data: historyData,
});

const conversation = z.strictObject({
  id: z.optional(text),
  type: z.optional(text).check(z.describe("the provider's category or initiator")),
  expiresAt: z.optional(instant),
});

const pricing = z.strictObject({
  billable: z.optional(z.boolean()),
  model: z.optional(text),
  type: z.optional(text),
  category: z.optional(text),
  currency: z.optional(currency),
  amount: z.optional(amount),
});

const statusData = z.strictObject({
  messageId: text,
  providerMessageId: z.optional(text),
  status: messageStatus,
  providerStatus: z.optional(text).check(z.describe("the provider's word, when it differs")),
  business: z.optional(business),
  user: z.optional(user),
  participant: z
    .optional(user)
    .check(z.describe('in a group: the member that the status is about')),
  groupId: z.optional(text),
  errors: z.array(providerError),
  conversation: z.optional(conversation),
  pricing: z.optional(pricing),
  templateId: z
    .optional(text)
    .check(z.describe('template that the provider used for a message that was sent without one')),
  callbackData: z
    .optional(text)
    .check(z.describe('text that the sender attached to the message for its own use')),
});

export const messageStatusUpdated = defineEvent({
  type: 'message.status.updated',
  subject: 'Messages',
  means: 'an outbound message was sent, delivered, read, played, deleted or failed',
  data: statusData,
});

export const standbyMessageStatusUpdated = defineEvent({
  type: 'standby.message.status.updated',
  subject: others,
  means: 'the status of a message of the app that is in control of the conversation changed',
  data: statusData,
});

export const messageBilled = defineEvent({
  type: 'message.billed',
  subject: 'Messages',
  means: 'a provider reported the price of a message or conversation',
  data: z.strictObject({
    messageId: z.optional(text),
    business: z.optional(business),
    user: z.optional(user),
    conversation: z.optional(conversation),
    pricing,
  }),
});
