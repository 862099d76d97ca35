import * as z from 'zod/mini';
import { contactCard } from './contact-card.ts';
import { count, instant, phone, providerError, text } from './primitives.ts';

/**
 * The content of a message, with one member for each kind of content that a person would tell apart.
 * Files are in the message's `media[]`; a member has only what `media[]` does not have.
 */
const textContent = z.strictObject({ kind: z.literal('text'), text });

const imageContent = z.strictObject({ kind: z.literal('image') });

const audioContent = z.strictObject({
  kind: z.literal('audio'),
  voice: z.optional(z.boolean()).check(z.describe('recorded in the chat, not attached')),
  durationSeconds: z.optional(z.number()),
});

const videoContent = z.strictObject({
  kind: z.literal('video'),
  durationSeconds: z.optional(z.number()),
});

const documentContent = z.strictObject({ kind: z.literal('document') });

const stickerContent = z.strictObject({
  kind: z.literal('sticker'),
  animated: z.optional(z.boolean()),
});

const locationContent = z.strictObject({
  kind: z.literal('location'),
  latitude: z.number().check(z.minimum(-90), z.maximum(90)),
  longitude: z.number().check(z.minimum(-180), z.maximum(180)),
  name: z.optional(text),
  address: z.optional(text),
  url: z.optional(text),
});

const contactsContent = z.strictObject({
  kind: z.literal('contacts'),
  contacts: z.array(contactCard),
});

const reactionContent = z.strictObject({
  kind: z.literal('reaction'),
  messageId: text.check(z.describe('the message that the reaction is to')),
  emoji: z.optional(text).check(z.describe('absent when the reaction was removed')),
});

const buttonContent = z.strictObject({
  kind: z.literal('button'),
  text: z.optional(text),
  payload: z.optional(text),
});

const listReplyContent = z.strictObject({
  kind: z.literal('list_reply'),
  id: z.optional(text),
  title: z.optional(text),
  description: z.optional(text),
});

const buttonReplyContent = z.strictObject({
  kind: z.literal('button_reply'),
  id: z.optional(text),
  title: z.optional(text),
});

const flowReplyContent = z.strictObject({
  kind: z.literal('flow_reply'),
  name: z.optional(text),
  text: z.optional(text),
  responseJson: z
    .optional(text)
    .check(
      z.describe(
        "what the user entered in the form, as JSON text in the shape that the flow's author chose",
      ),
    ),
});

const callPermissionReplyContent = z.strictObject({
  kind: z.literal('call_permission_reply'),
  response: z.optional(text).check(z.describe('accept or reject')),
  permanent: z.optional(z.boolean()),
  expiresAt: z.optional(instant),
  source: z.optional(text).check(z.describe('user_action or automatic')),
});

const paymentMethodReplyContent = z.strictObject({
  kind: z.literal('payment_method_reply'),
  referenceId: z.optional(text).check(z.describe('the order, as the business named it')),
  method: z
    .optional(text)
    .check(z.describe("means of payment that the user chose, provider's word")),
  credentialId: z.optional(text).check(z.describe('stored credential that the user chose')),
  lastFourDigits: z.optional(text),
  chosenAt: z.optional(instant),
});

const menuRow = z.strictObject({
  id: z.optional(text),
  title: z.optional(text),
  description: z.optional(text),
});

const menuContent = z.strictObject({
  kind: z.literal('menu'),
  type: z.optional(text).check(z.describe("WhatsApp's interactive type: list, button, …")),
  header: z.optional(text),
  body: z.optional(text),
  footer: z.optional(text),
  button: z.optional(text).check(z.describe('label that opens the list')),
  buttons: z.optional(z.array(menuRow)),
  sections: z.optional(
    z.array(z.strictObject({ title: z.optional(text), rows: z.array(menuRow) })),
  ),
});

const productContent = z.strictObject({
  kind: z.literal('product'),
  catalogId: z.optional(text),
  productRetailerId: z.optional(text),
  text: z.optional(text),
});

const orderContent = z.strictObject({
  kind: z.literal('order'),
  catalogId: z.optional(text),
  text: z.optional(text),
  items: z.array(
    z.strictObject({
      productRetailerId: z.optional(text),
      quantity: z.optional(z.number()),
      itemPrice: z.optional(z.number()),
      currency: z.optional(text),
    }),
  ),
});

const templateContent = z.strictObject({
  kind: z.literal('template'),
  template: z.strictObject({
    id: z.optional(text),
    name: z.optional(text),
    language: z.optional(text),
    category: z.optional(text),
  }),
  header: z.optional(text),
  body: z.optional(text),
  footer: z.optional(text),
  buttons: z.optional(
    z.array(
      z.strictObject({
        type: z.optional(text),
        text: z.optional(text),
        url: z.optional(text),
        phone: z.optional(text),
      }),
    ),
  ),
  parameters: z.optional(
    z.array(
      z.strictObject({
        component: z.optional(text),
        subType: z.optional(text),
        index: z.optional(text),
        values: z.array(z.string()),
      }),
    ),
  ),
});

const suggestionContent = z.strictObject({
  kind: z.literal('suggestion'),
  type: z
    .optional(z.enum(['reply', 'action']))
    .check(z.describe('absent when the provider does not say which')),
  text: z.optional(text),
  postbackData: z.optional(text),
  tracking: z.optional(
    z.strictObject({
      suggestionType: z.optional(text),
      messageType: z.optional(text),
      cardIndex: z.optional(count),
      suggestionIndex: z.optional(count),
      messageId: z.optional(text),
      messageAt: z.optional(instant),
      templateId: z.optional(text),
    }),
  ),
});

const systemContent = z.strictObject({
  kind: z.literal('system'),
  type: text.check(z.describe("WhatsApp's word, as user_changed_number or request_welcome")),
  text: z.optional(text),
  newPhone: z.optional(phone),
  newUserId: z.optional(text),
  newParentUserId: z
    .optional(text)
    .check(z.describe('the new id in the scope of the parent business')),
  identity: z.optional(
    z.strictObject({
      acknowledged: z.optional(z.boolean()),
      createdAt: z.optional(instant),
      hash: z.optional(text),
    }),
  ),
});

const editContent = z.strictObject({
  kind: z.literal('edit'),
  messageId: text.check(z.describe('the message that was edited')),
  text: z.optional(text).check(z.describe('the new text or caption')),
});

const revokeContent = z.strictObject({
  kind: z.literal('revoke'),
  messageId: text.check(z.describe('the message that was deleted for everyone')),
});

const shared = {
  type: z
    .optional(text)
    .check(z.describe("the provider's word: post, reel, story_mention, fallback …")),
  id: z.optional(text).check(z.describe('of the post or the reel')),
  url: z.optional(text).check(z.describe('where it is; a link to a story lives for a day')),
  title: z.optional(text),
};

const shareContent = z
  .strictObject({
    kind: z.literal('share'),
    ...shared,
    text: z.optional(text).check(z.describe('what the user wrote beside it')),
    further: z
      .optional(z.array(z.strictObject(shared)))
      .check(z.describe('what else the user shares in the same message')),
  })
  .check(z.describe('a post, a story or a page that the user shares'));

const unsupportedContent = z.strictObject({
  kind: z.literal('unsupported'),
  providerType: z.optional(text),
  errors: z.array(providerError),
});

const unknownContent = z
  .strictObject({ kind: z.literal('unknown'), providerType: z.optional(text) })
  .check(z.describe('a kind that Tributary does not know yet; the event record has its raw JSON'));

export const content = z.discriminatedUnion('kind', [
  textContent,
  imageContent,
  audioContent,
  videoContent,
  documentContent,
  stickerContent,
  locationContent,
  contactsContent,
  reactionContent,
  buttonContent,
  listReplyContent,
  buttonReplyContent,
  flowReplyContent,
  callPermissionReplyContent,
  paymentMethodReplyContent,
  menuContent,
  productContent,
  orderContent,
  templateContent,
  suggestionContent,
  systemContent,
  editContent,
  revokeContent,
  shareContent,
  unsupportedContent,
  unknownContent,
]);

export type Content = z.infer<typeof content>;
