import {
  type InboundShape,
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  reason,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';
import { profileFields, userIdFields } from '../../../shared/whatsapp/reseller-user.ts';
import { templateDetailFields } from '../../../shared/whatsapp/template-details.ts';

/**
 * The callbacks of InnoPaaS (docs.innopaas.com, section webhook, read on 2026-11-21), one schema for
 * each provider event. All have the same envelope:
 *
 *     { "id": "b5e984b3-…", "type": "whatsapp_message_status_updated",
 *       "eventTime": "2023-02-22T12:00:00.000Z", "body": { "wabaId": "…", … } }
 *
 * The envelope's `id` is not read: the documentation reuses one id for different events. The
 * normalizers read the content of a message.
 */
function callback<Shape extends InboundShape>(shape: Shape) {
  return inboundObject({
    eventTime: instant,
    body: inboundObject({ accountName: text, wabaId: text, ...shape }),
  });
}

const person = { ...userIdFields, customerProfile: optionalObject(profileFields) };

export const inboundMessage = callback({
  ...person,
  id: text,
  wamid: text,
  from: text,
  to: text,
  sendTime: instant,
});

/** `id` is not in the field table. `context` is what the message says, not what it replies to. */
export const chatMessage = callback({
  ...person,
  id: text,
  wamid: text,
  from: text,
  to: text,
  messageType: text,
  context: optionalObject({}),
  conversationId: text,
  uid: text,
});

export const messageStatus = callback({
  id: text,
  wamid: text,
  status: requiredText,
  sendPhone: text,
  uid: text,
  conversation: optionalObject({ id: text, initiateType: text, expireAt: instant }),
  currency: text,
  errorData: optionalList(inboundObject({ errorCode: text, errorMessage: text })),
});

const template = { templateId: text, templateName: text, templateLanguage: text };

export const templateStatus = callback({
  ...template,
  category: text,
  templateStatus: requiredText,
  reason,
  ...templateDetailFields,
});

export const templateQuality = callback({
  ...template,
  previousQualityScore: text,
  newQualityScore: requiredText,
});

/** The documentation gives only the name: InnoPaaS's own style and the Cloud API's are read. */
export const templateCategory = callback({
  ...template,
  previousCategory: text,
  previous_category: text,
  newCategory: text,
  new_category: text,
  category: text,
  reason,
});

export const phoneQuality = callback({
  displayPhoneNumber: requiredText,
  event: requiredText,
  messageLimit: text,
});

export const phoneName = callback({
  displayPhoneNumber: requiredText,
  decision: requiredText,
  requestedVerifiedName: text,
  rejectionReason: reason,
});

/** The documentation gives only the name: `decision` is the Cloud API's, the others InnoPaaS's style. */
export const accountReview = callback({
  decision: text,
  reviewStatus: text,
  accountReviewStatus: text,
  status: text,
  reason,
  rejectionReason: reason,
});
