import {
  boolean,
  type InboundValue,
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  requiredText,
  text,
} from '../provider/inbound.ts';

/**
 * The WhatsApp Cloud API's objects as they arrive, in the `value` of a webhook of the field
 * `messages`:
 *
 *     { "messaging_product": "whatsapp",
 *       "metadata": { "display_phone_number": "15550100001", "phone_number_id": "106540352242922" },
 *       "contacts": [{ "profile": { "name": "Ada" }, "wa_id": "447700900123" }],
 *       "messages": [{ "from": "447700900123", "id": "wamid.HBgM…", "timestamp": "1756109460",
 *                      "type": "text", "text": { "body": "hello" } }] }
 *
 * developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages, read
 * on 2026-11-21. Since March 2026 users may hide their number: `from`, `wa_id` and `recipient_id` are
 * then absent, and ids that are scoped to the business stand for the person.
 */
export const cloudApiMetadata = optionalObject({
  display_phone_number: text,
  phone_number_id: text,
});

/** What a `value` says around its items. */
export const cloudApiValue = inboundObject({ metadata: cloudApiMetadata });

export const cloudApiContact = inboundObject({
  wa_id: text,
  user_id: text,
  parent_user_id: text,
  profile: optionalObject({ name: text, username: text }),
});

/** `details` beside `title` is the form of the old on-premises API, which some resellers still send. */
export const cloudApiError = inboundObject({
  code: text,
  title: text,
  message: text,
  details: text,
  error_data: optionalObject({ details: text }),
});

export const cloudApiErrors = optionalList(cloudApiError);

/** What a message has besides ids, time and parties, whatever its `type`. */
export const cloudApiMessageFields = {
  type: text,
  context: optionalObject({
    id: text,
    from: text,
    forwarded: boolean,
    frequently_forwarded: boolean,
    referred_product: optionalObject({ catalog_id: text, product_retailer_id: text }),
  }),
  referral: optionalObject({
    source_url: text,
    source_type: text,
    source_id: text,
    headline: text,
    body: text,
    media_type: text,
    image_url: text,
    video_url: text,
    thumbnail_url: text,
    ctwa_clid: text,
    welcome_message: optionalObject({ text }),
    ref: text,
  }),
  errors: cloudApiErrors,
  /** In a notice about a user: the user, where the message itself does not name them. */
  system: optionalObject({
    customer: text,
    previous_user_id: text,
    previous_parent_user_id: text,
    group_id: text,
  }),
};

/** A message without ids, time and parties, which some resellers name in their own envelope. */
export const cloudApiDetails = inboundObject(cloudApiMessageFields);

/** What a message has, whatever its `type`. `readBody` reads the object named after the type. */
export const cloudApiMessage = inboundObject({
  id: requiredText,
  from: text,
  from_user_id: text,
  from_parent_user_id: text,
  /** The user to whom the business wrote, in the echo of its own message. */
  to: text,
  to_user_id: text,
  to_parent_user_id: text,
  timestamp: instant,
  group_id: text,
  ...cloudApiMessageFields,
});

const pricing = optionalObject({
  billable: boolean,
  pricing_model: text,
  type: text,
  category: text,
});

/**
 * The status of a message that the business sent, in a group for one of its members. Pages of before
 * May 2026 spell some names differently, and the page about groups has the prices in `conversation`
 * (groups/webhooks, business-scoped-user-ids, read on 2026-11-28).
 */
export const cloudApiStatus = inboundObject({
  id: requiredText,
  status: requiredText,
  timestamp: instant,
  recipient_id: text,
  recipient_user_id: text,
  recipient_parent_user_id: text,
  parent_recipient_user_id: text,
  recipient_type: text,
  group_id: text,
  recipient_participant_id: text,
  participant_recipient_id: text,
  recipient_participant_user_id: text,
  recipient_participant_parent_user_id: text,
  conversation: optionalObject({
    id: text,
    expiration_timestamp: instant,
    origin: optionalObject({ type: text }),
    pricing,
  }),
  pricing,
  template_id: text,
  biz_opaque_callback_data: text,
  errors: cloudApiErrors,
});

export type CloudApiMetadata = InboundValue<typeof cloudApiMetadata>;
export type CloudApiContact = InboundValue<typeof cloudApiContact>;
export type CloudApiError = InboundValue<typeof cloudApiError>;
export type CloudApiErrors = InboundValue<typeof cloudApiErrors>;
export type CloudApiDetails = InboundValue<typeof cloudApiDetails>;
export type CloudApiMessage = InboundValue<typeof cloudApiMessage>;
export type CloudApiStatus = InboundValue<typeof cloudApiStatus>;
