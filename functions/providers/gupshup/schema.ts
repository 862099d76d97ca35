import {
  boolean,
  count,
  type InboundShape,
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  reason,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';
import { cloudApiMessageFields } from '../../../shared/whatsapp/schema.ts';

/**
 * The callbacks of version 2. All have the same envelope, whose time is in milliseconds:
 *
 *     { "app": "ExampleShoes", "appId": "0a6f5e4d-…", "timestamp": 1767323045123, "version": 2,
 *       "type": "message", "payload": { "id": "wamid.HBgM…", "source": "447700900123", "type": "text",
 *         "payload": { "text": "Hello" }, "sender": { "phone": "447700900123", "name": "Ada" } } }
 *
 * docs.gupshup.io and partner-docs.gupshup.io, read on 2026-11-28. Those of version 3 are the Cloud API's.
 */
function callback<Shape extends InboundShape>(payload: Shape) {
  return inboundObject({
    app: text,
    appId: text,
    phone: text,
    timestamp: instant,
    payload: inboundObject(payload),
  });
}

/**
 * A user wrote: what, is in the `payload` of the payload. `id` in `context` is that of the quoted message at
 * WhatsApp, `gsId` at Gupshup.
 */
export const message = callback({
  id: requiredText,
  source: text,
  type: text,
  sender: optionalObject({
    phone: text,
    name: text,
    userId: text,
    parentUserId: text,
    username: text,
  }),
  context: optionalObject({
    id: text,
    gsId: text,
    forwarded: boolean,
    frequentlyForwarded: boolean,
  }),
  referral: cloudApiMessageFields.referral,
});

/**
 * The status of a message that the business sent. `id` is WhatsApp's and `gsId` Gupshup's; alone, or before
 * WhatsApp has given one, `id` is Gupshup's. `ts` is in seconds.
 */
export const messageEvent = callback({
  id: text,
  gsId: text,
  type: requiredText,
  destination: text,
  userId: text,
  parentUserId: text,
  payload: optionalObject({ ts: instant, whatsappMessageId: text, code: text, reason: text }),
  conversation: optionalObject({ id: text, expiresAt: instant, type: text }),
  pricing: optionalObject({ billable: boolean, policy: text, category: text, type: text }),
});

/** A user opted in or out; or the test of the callback URL in the sandbox. */
export const userEvent = callback({ phone: text, type: requiredText });

/** The price of a message, in version 2 as `payload` and in version 3 as `billing`. */
const bill = {
  deductions: inboundObject({
    type: text,
    model: text,
    billable: boolean,
    category: text,
    conversationType: text,
    conversation_type: text,
  }),
  references: optionalObject({
    id: text,
    conversationId: text,
    conversation_id: text,
    conversation_type: text,
    destination: text,
  }),
};

export const billing = inboundObject({
  app: text,
  appId: text,
  phone: text,
  timestamp: instant,
  payload: optionalObject(bill),
  billing: optionalObject(bill),
});

/** Without `type` it is a status. */
export const templateEvent = callback({
  type: text,
  id: text,
  elementName: text,
  languageCode: text,
  status: text,
  rejectedReason: reason,
  description: text,
  category: optionalObject({ old: text, new: text, current: text, correct: text }),
});

/** What happened to an account or a phone number, by the `type` of the payload. */
export const accountEvent = callback({
  type: requiredText,
  payload: inboundObject({
    status: text,
    actionDate: text,
    violation_type: text,
    restrictionInfo: optionalList(inboundObject({ restrictionType: text, expiration: instant })),
    waba_id: text,
    owner_business_id: text,
    ad_account_id: text,
    rejectedReason: reason,
    event: text,
    oldLimit: text,
    currentLimit: text,
    maxDailyConversationPerPhone: text,
    maxPhoneNumbersPerBusiness: count,
    effectiveMonth: text,
    pricingCategory: text,
    region: text,
    tier: text,
    tierUpdateTime: instant,
    waId: text,
    namespace: text,
  }),
});
