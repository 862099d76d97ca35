import {
  boolean,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  reason,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';
import { accountUpdateFields } from '../../../shared/whatsapp/account-update.ts';
import { profileFields, userIdFields } from '../../../shared/whatsapp/reseller-user.ts';
import { cloudApiMessageFields } from '../../../shared/whatsapp/schema.ts';

/**
 * The callbacks of ITNIO (itniotech.com, section WhatsApp, read on 2026-11-21), one schema for each
 * provider event. The normalizers read the object that `message` holds under the name of its type.
 */

/** What callbacks with an `eventType` have in common. Those with a `field` have only `appId`. */
const envelope = { appId: text, channelType: text, timestamp: instant };

const conversation = { conversationId: text, conversationType: text, expiresAt: instant };

/** The documented example has `frequently_forwarded ` with a space after it. */
const context = optionalObject({
  id: text,
  from: text,
  forwarded: boolean,
  frequently_forwarded: boolean,
  'frequently_forwarded ': boolean,
  referred_product: optionalObject({ catalog_id: text, product_retailer_id: text }),
});

export const upMessageEvent = inboundObject({
  ...envelope,
  ...userIdFields,
  messageId: text,
  businessPhone: text,
  from: optionalObject({ ...profileFields, phone: text }),
  message: inboundObject({ ...cloudApiMessageFields, context }),
});

/** `form` is the business: ITNIO's own spelling of `from`. `failure` may begin with a code. */
export const messageStatusEvent = inboundObject({
  ...envelope,
  ...conversation,
  messageId: requiredText,
  status: requiredText,
  form: text,
  recipient: text,
  billable: boolean,
  failure: text,
});

export const billingEvent = inboundObject({
  ...envelope,
  ...conversation,
  messageId: text,
  businessPhone: text,
  billable: boolean,
  currency: text,
  fee: text,
});

export const templateStatusEvent = inboundObject({
  ...envelope,
  templateId: text,
  templateName: text,
  languageCode: text,
  status: requiredText,
  reason,
});

export const accountUpdate = inboundObject({
  appId: text,
  wabaId: text,
  ...accountUpdateFields,
});

export const phoneNumberQualityUpdate = inboundObject({
  appId: text,
  wabaId: text,
  event: requiredText,
  displayPhoneNumber: text,
  currentLimit: text,
  oldLimit: text,
  qualityRating: text,
});

export type UpMessageContext = InboundValue<typeof upMessageEvent>['message']['context'];
