import {
  count,
  inboundObject,
  instant,
  optionalObject,
  reason,
  requiredText,
  text,
} from '../provider/inbound.ts';
import { accountUpdateFields } from '../whatsapp/account-update.ts';
import { templateDetailFields } from '../whatsapp/template-details.ts';

/**
 * The webhooks of the WhatsApp Cloud API, except the `value` of the fields `messages`, `calls` and those
 * of echoes, which `shared/whatsapp` reads. All have the same envelope:
 *
 *     { "object": "whatsapp_business_account",
 *       "entry": [{ "id": "<WhatsApp Business Account>", "time": 1739321024,
 *                   "changes": [{ "field": "phone_number_name_update", "value": { … } }] }] }
 *
 * developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference, read on
 * 2026-11-21.
 */
export const entry = inboundObject({ id: text, time: instant });

const template = {
  message_template_id: text,
  message_template_name: text,
  message_template_language: text,
};

export const templateStatus = inboundObject({
  ...template,
  event: requiredText,
  message_template_category: text,
  reason,
  ...templateDetailFields,
});

export const templateQuality = inboundObject({
  ...template,
  previous_quality_score: text,
  new_quality_score: requiredText,
});

/** When a change is only announced, `new_category` is the present category. */
export const templateCategory = inboundObject({
  ...template,
  previous_category: text,
  new_category: requiredText,
  correct_category: text,
  category_update_timestamp: instant,
});

/** A category that Meta finds in what was sent as another one (Direct Send). */
export const categoryDetection = inboundObject({
  ...template,
  category: requiredText,
  correct_category: text,
});

export const accountUpdate = inboundObject(accountUpdateFields);

export const accountReview = inboundObject({ decision: requiredText });

const alertInfo = {
  alert_severity: text,
  alert_status: text,
  alert_type: text,
  alert_description: text,
};

/** Older versions have the fields of `alert_info` beside it. */
export const accountAlert = inboundObject({
  entity_type: text,
  entity_id: text,
  alert_info: optionalObject(alertInfo),
  ...alertInfo,
});

/**
 * What an account may do. Limits are numbers or words (`2000`, `TIER_2K`); -1 is unlimited.
 * `max_daily_conversations_per_business` replaces `max_daily_conversation_per_phone` in 2026.
 */
export const capabilities = inboundObject({
  max_daily_conversations_per_business: text,
  max_daily_conversation_per_phone: text,
  max_phone_numbers_per_business: count,
  max_phone_numbers_per_waba: count,
});

/** The state of the business that owns an account, as the App Dashboard's sample has it. */
export const businessStatus = inboundObject({ event: requiredText, business_id: text });

/** How users pay the business, in India and Brazil. */
export const paymentConfiguration = inboundObject({
  status: requiredText,
  configuration_name: text,
  provider_name: text,
  provider_mid: text,
  created_timestamp: instant,
  updated_timestamp: instant,
});

/** `max_daily_conversations_per_business` replaces `current_limit` in 2026. */
export const phoneQuality = inboundObject({
  display_phone_number: text,
  event: requiredText,
  current_limit: text,
  old_limit: text,
  max_daily_conversations_per_business: text,
});

export const phoneName = inboundObject({
  display_phone_number: text,
  decision: requiredText,
  requested_verified_name: text,
  rejection_reason: reason,
});

export const phoneSecurity = inboundObject({
  display_phone_number: text,
  event: requiredText,
  requester: text,
});

/** `username` is absent when it was deleted; the only `context` is `revoked`, since September 2026. */
export const phoneUsername = inboundObject({
  display_phone_number: text,
  username: text,
  status: requiredText,
  context: reason,
});

/** One entry of `user_preferences`. */
export const userPreference = inboundObject({
  wa_id: text,
  user_id: text,
  parent_user_id: text,
  category: text,
  value: requiredText,
  detail: text,
  signup_id: text,
  timestamp: instant,
});

const changedId = { previous: text, current: text };

/** One entry of `user_id_update`. */
export const userIdUpdate = inboundObject({
  wa_id: text,
  user_id: inboundObject({ ...changedId, current: requiredText }),
  parent_user_id: optionalObject(changedId),
  detail: text,
  timestamp: instant,
});
