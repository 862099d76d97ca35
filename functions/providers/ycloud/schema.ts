import {
  count,
  eitherOf,
  type InboundShape,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';
import { cloudApiMessageFields } from '../../../shared/whatsapp/schema.ts';

/**
 * The callbacks of YCloud about messages. All have the same envelope, with one object that is named after
 * the type:
 *
 *     { "id": "evt_…", "type": "whatsapp.inbound_message.received", "apiVersion": "v2",
 *       "createTime": "2026-01-02T03:04:05.000Z",
 *       "whatsappInboundMessage": { "id": "63f7…", "wamid": "wamid.HBgM…", "from": "+447700900123",
 *         "to": "+15550100001", "type": "text", "text": { "body": "Hello" } } }
 *
 * docs.ycloud.com/en/api-reference/webhook-reference and github.com/YCloud-Developers/ycloud-sdk-go at
 * 9bc3c53, read on 2026-11-28. What a message says has the Cloud API's names.
 */
export function callback<Shape extends InboundShape>(shape: Shape) {
  return inboundObject({ createTime: instant, ...shape });
}

const profile = optionalObject({ name: text, username: text });

const message = { id: text, wamid: text, wabaId: text, groupId: text, customerProfile: profile };

/** A message of a user. */
export const inboundMessage = callback({
  whatsappInboundMessage: inboundObject({
    ...cloudApiMessageFields,
    ...message,
    from: text,
    fromUserId: text,
    fromParentUserId: text,
    to: text,
    sendTime: instant,
  }),
});

/**
 * The fields of a message of the business, and of its status. `recipientUserId` has the alias `toUserId`, and
 * so has the parent's id. YCloud's own error stands beside WhatsApp's, whose `error_data` is text or an object.
 */
const sentFields = {
  ...message,
  from: text,
  to: text,
  recipient: text,
  recipientUserId: text,
  toUserId: text,
  parentRecipientUserId: text,
  toParentUserId: text,
  status: text,
  errorCode: text,
  errorMessage: text,
  whatsappApiError: optionalObject({
    code: text,
    message: text,
    error_user_title: text,
    error_user_msg: text,
    error_data: eitherOf(optionalObject({ details: text }), text),
  }),
  externalId: text,
  createTime: instant,
  updateTime: instant,
  sendTime: instant,
  deliverTime: instant,
  readTime: instant,
  conversation: optionalObject({ id: text, type: text, originType: text, expireTime: instant }),
  pricingModel: text,
  pricingType: text,
  pricingCategory: text,
  totalPrice: text,
  currency: text,
};

const whatsappMessage = inboundObject(sentFields);

export type WhatsappMessage = InboundValue<typeof whatsappMessage>;

/** The status of a message of the business. */
export const messageStatus = callback({ whatsappMessage });

/** A message of the business. */
export const sentMessage = callback({
  whatsappMessage: inboundObject({ ...cloudApiMessageFields, ...sentFields }),
});

/** The statuses of a message to a group, in place of a message. Each is `cloudApiStatus` in camel case. */
export const groupStatuses = callback({
  whatsappGroup: inboundObject({
    groupId: text,
    wabaId: text,
    phoneNumberId: text,
    displayPhoneNumber: text,
  }),
});

/** A Page has an id, and so has a user for this Page: neither is a phone number. */
const messengerMessage = {
  id: text,
  metaMessageId: text,
  from: text,
  to: text,
  type: text,
  text: optionalObject({ body: text }),
  sendTime: instant,
  createTime: instant,
};

export const messengerInbound = callback({
  id: text,
  messengerInboundMessage: inboundObject({
    ...messengerMessage,
    editCount: count,
    editTime: instant,
  }),
});

/** A withdrawal may lack `reaction` and `emoji`. */
export const messengerReaction = callback({
  id: text,
  messengerMessageReaction: inboundObject({
    pageId: text,
    psid: text,
    metaMessageId: requiredText,
    action: text,
    reaction: text,
    emoji: text,
  }),
});

export const messengerSent = callback({
  messengerMessage: inboundObject({
    ...messengerMessage,
    status: requiredText,
    errorCode: text,
    errorMessage: text,
    externalId: text,
    updateTime: instant,
    deliverTime: instant,
    readTime: instant,
  }),
});

export const smsInbound = callback({
  smsInbound: inboundObject({ id: requiredText, from: text, to: text, text, sendTime: instant }),
});

export const smsMessage = callback({
  sms: inboundObject({
    id: requiredText,
    to: text,
    status: requiredText,
    errorCode: text,
    errorMessage: text,
    totalPrice: text,
    currency: text,
    externalId: text,
    createTime: instant,
    updateTime: instant,
    sendTime: instant,
    deliverTime: instant,
  }),
});

/** A group; its other fields are those of the Cloud API in camel case. */
export const group = callback({
  whatsappGroup: inboundObject({
    wabaId: text,
    phoneNumberId: text,
    displayPhoneNumber: text,
    webhookTime: instant,
  }),
});

/** An entry of `settings`. */
export const groupSetting = inboundObject({ name: requiredText });

const callOf = optionalObject({
  wacid: text,
  wabaId: text,
  phoneId: text,
  from: text,
  to: text,
  direction: text,
  recipientPhone: text,
  customerProfile: profile,
});

/** A call; its other fields are those of the Cloud API in camel case. */
export const call = callback({
  callingConnect: callOf,
  callingTerminate: callOf,
  callingStatusUpdated: callOf,
});
