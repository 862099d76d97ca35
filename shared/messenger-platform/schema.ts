import type { JsonValue } from '../json.ts';
import {
  boolean,
  count,
  type InboundFields,
  type InboundSchema,
  type InboundShape,
  type InboundValue,
  inboundObject,
  instant,
  number,
  optionalList,
  optionalObject,
  requiredText,
  text,
  toObject,
  Unreadable,
} from '../provider/inbound.ts';
import { latitude, longitude } from '../provider/values/coordinates.ts';

// The webhook of Meta's Messenger Platform, for Messenger and for Instagram. Pages below
// developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events,
// …/instagram-messaging/webhooks and …/instagram-platform/webhooks/examples, read on 2026-11-28.

/** Around the events of one page or Instagram account. */
export const entry = inboundObject({ id: text, time: instant });

/** Before the first message, a user of a plugin has a `user_ref` and no id. */
const party = optionalObject({ id: text, user_ref: text });

/** What every event has. In an echo, the sender is the page. */
const envelope = { sender: party, recipient: party, timestamp: instant };

export type Envelope = InboundFields<typeof envelope>;

/** An event of a conversation: the envelope, and the member that says what happened. */
function event<Shape extends InboundShape>(
  shape: Shape,
): InboundSchema<InboundFields<typeof envelope & Shape>> {
  return inboundObject({ ...envelope, ...shape });
}

const referral = optionalObject({
  ref: text,
  source: text,
  ad_id: text,
  referer_uri: text,
  product: optionalObject({ id: text }),
  ads_context_data: optionalObject({
    ad_title: text,
    photo_url: text,
    video_url: text,
    post_id: text,
    product_id: text,
  }),
});

export type Referral = InboundValue<typeof referral>;

const button = inboundObject({ title: text, url: text, payload: text });

const element = inboundObject({
  id: text,
  retailer_id: text,
  title: text,
  subtitle: text,
  image_url: text,
  /** Of a picture or video on Facebook, which has a page and no file. */
  url: text,
  default_action: optionalObject({ url: text }),
  buttons: optionalList(button),
  quantity: text,
  price: text,
  currency: text,
});

/** A card of a template, or a product. */
export type Card = InboundValue<typeof element>;

const payload = optionalObject({
  url: text,
  title: text,
  sticker_id: text,
  reel_video_id: text,
  ig_post_media_id: text,
  coordinates: optionalObject({ lat: latitude, long: longitude }),
  template_type: text,
  text,
  buttons: optionalList(button),
  elements: optionalList(element),
  product: optionalObject({ elements: optionalList(element) }),
  generic: optionalObject({ elements: optionalList(element) }),
  merchant_name: text,
  order_number: text,
  order_url: text,
  currency: text,
  summary: optionalObject({ total_cost: text }),
  booking_id: text,
  status: text,
  start_time: text,
  end_time: text,
  timezone: text,
});

/** A file, a link or a template. Older callbacks have the title and the link beside the payload. */
const attachment = inboundObject({ type: text, title: text, url: text, payload });

export type Attachment = InboundValue<typeof attachment>;

/**
 * `message`: a user wrote, or the business did (`is_echo`).
 *
 *     { "sender": { "id": "<PSID>" }, "recipient": { "id": "<PAGE_ID>" }, "timestamp": 1795003200000,
 *       "message": { "mid": "m_…", "text": "Hi", "attachments": [{ "type": "image", "payload": { "url": "…" } }] } }
 */
export const message = event({
  message: inboundObject({
    mid: text,
    text,
    is_echo: boolean,
    is_deleted: boolean,
    is_unsupported: boolean,
    app_id: text,
    metadata: text,
    quick_reply: optionalObject({ payload: text }),
    reply_to: optionalObject({ mid: text, story: optionalObject({ id: text, url: text }) }),
    referral,
    attachments: optionalList(attachment),
  }),
});

export type PlatformMessage = InboundValue<typeof message>['message'];

/** `postback`: a user tapped a button. Without the payload where another app is in control. */
export const postback = event({
  postback: inboundObject({ mid: text, title: text, payload: text, referral }),
});

/** `referral`: a user came back by a link or an ad, and wrote nothing yet. */
export const referralEvent = event({ referral });

/** `reaction`: to a message; `action` is react or unreact. */
export const reaction = event({
  reaction: inboundObject({ mid: requiredText, action: text, reaction: text, emoji: text }),
});

/** `message_edit`: a user edited a message. */
export const messageEdit = event({
  message_edit: inboundObject({ mid: requiredText, text, num_edit: count }),
});

/** `order`: a user sent a cart. */
export const order = event({
  order: inboundObject({
    note: text,
    products: optionalList(
      inboundObject({
        id: text,
        retailer_id: text,
        quantity: number,
        unit_price: number,
        currency: text,
      }),
    ),
  }),
});

const entered = { type: text, payload: text };

const question = inboundObject({ ...entered, follow_up: optionalObject(entered) });

type Form = Readonly<Record<string, InboundValue<typeof question>>>;

/** What the user entered, by the ids that the business gave to its questions. */
const form: InboundSchema<Form | undefined> = {
  isOptional: true,
  read(value) {
    const held = toObject(value as JsonValue | undefined) ?? {};
    const read = Object.entries(held).flatMap(([id, json]) => {
      const given = question.read(json);
      const isEntered = !(given instanceof Unreadable) && Object.keys(given).length > 0;
      return isEntered ? [[id, given] as const] : [];
    });
    return Object.fromEntries(read);
  },
};

/** `messaging_feedback`: what a user entered in the form of a feedback template. */
export const feedback = event({
  messaging_feedback: inboundObject({
    feedback_screens: optionalList(inboundObject({ screen_id: text, questions: form })),
  }),
});

/** `messaging_customer_information`: what a user entered on the screens of a form. */
export const customerInformation = event({
  messaging_customer_information: inboundObject({
    screens: optionalList(
      inboundObject({
        screen_id: text,
        responses: optionalList(inboundObject({ key: text, value: text })),
      }),
    ),
  }),
});

/** `call_permission_reply`: whether the business may call the user. */
export const callPermissionReply = event({
  call_permission_reply: inboundObject({ response: requiredText, expiration_timestamp: instant }),
});

/**
 * An entry of `calls`. A call that has ended names neither side.
 *
 *     { "id": "c_…", "from": "<PSID>", "to": "<PAGE_ID>", "event": "connect", "timestamp": 1795003200,
 *       "call_direction": "user_initiated" }
 *
 * …/messenger-platform/calling/webhooks, read on 2026-11-28.
 */
export const call = inboundObject({
  id: requiredText,
  event: requiredText,
  timestamp: instant,
  from: text,
  to: text,
  recipient_id: text,
  call_direction: text,
  call_status: text,
  status: text,
  start_time: instant,
  end_time: instant,
  duration: count,
});

/** `business_integrity`: what the page may no longer do, and why. */
export const businessIntegrity = inboundObject({
  timestamp: instant,
  status: requiredText,
  violations: optionalList(inboundObject({ type: text, description: text, url: text })),
  restrictions: optionalList(inboundObject({ feature: text, expiration_time: instant })),
});

/** `response_feedback`: a user judged a message of the business. */
export const responseFeedback = event({
  response_feedback: inboundObject({ mid: text, feedback: requiredText }),
});

/** Messenger has `mids` too: each is an item of its own. */
const report = { mid: text, watermark: instant };

/** `delivery`: of these messages, or of all that were sent before the watermark. */
export const delivery = event({ delivery: inboundObject(report) });

/** `read`: Messenger has a watermark, Instagram the id of a message. */
export const read = event({ read: inboundObject(report) });

const control = optionalObject({
  previous_owner_app_id: text,
  new_owner_app_id: text,
  requested_owner_app_id: text,
  metadata: text,
});

/** One app passed a conversation to another, took it, or asked for it. */
export const threadControl = event({
  pass_thread_control: control,
  take_thread_control: control,
  request_thread_control: control,
});

/** `optin`: a user agreed to messages, or changed that. */
export const optIn = event({
  optin: inboundObject({
    type: text,
    ref: text,
    user_ref: text,
    payload: text,
    title: text,
    notification_messages_token: text,
    one_time_notif_token: text,
    notification_messages_status: text,
    notification_messages_frequency: text,
    notification_messages_timezone: text,
    token_expiry_timestamp: instant,
    user_token_status: text,
  }),
});

/** `account_linking`: a user linked an account at the business, or unlinked it. */
export const accountLinking = event({
  account_linking: inboundObject({ status: requiredText, authorization_code: text }),
});

/** `policy_enforcement`: Meta warned or blocked the page. It names no user. */
export const policyEnforcement = event({
  policy_enforcement: inboundObject({ action: requiredText, reason: text }),
});
