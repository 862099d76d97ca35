import type { Data } from '../contract/index.ts';
import { normalizeWith } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { toPhoneNumber } from '../provider/values/phone.ts';
import { type Change, toEnvelope } from './changes.ts';
import { phoneName, phoneQuality, phoneSecurity, phoneUsername } from './schema.ts';

/** `phone_number_quality_update`: the message limit or the throughput of a number changed. */
export const normalizePhoneQuality = normalizeWith(phoneQuality, (value, change: Change) =>
  toPhoneUpdate(change, {
    phone: toPhoneNumber(value.display_phone_number),
    aspect: 'quality',
    current: value.event,
    limit: {
      current: value.max_daily_conversations_per_business ?? value.current_limit,
      previous: value.old_limit,
    },
  }),
);

/** `phone_number_name_update`: WhatsApp decided on a display name. */
export const normalizePhoneName = normalizeWith(phoneName, (value, change: Change) =>
  toPhoneUpdate(change, {
    phone: {
      ...toPhoneNumber(value.display_phone_number),
      requestedName: value.requested_verified_name,
    },
    aspect: 'name',
    current: value.decision,
    reason: value.rejection_reason,
  }),
);

/** `security`: the PIN of a number was changed, or two-step verification turned off. */
export const normalizePhoneSecurity = normalizeWith(phoneSecurity, (value, change: Change) =>
  toPhoneUpdate(change, {
    phone: toPhoneNumber(value.display_phone_number),
    aspect: 'security',
    current: value.event,
    requestedBy: value.requester,
  }),
);

/** `business_username_updates`: the username of a number was approved, reserved or deleted. */
export const normalizePhoneUsername = normalizeWith(phoneUsername, (value, change: Change) =>
  toPhoneUpdate(change, {
    phone: { ...toPhoneNumber(value.display_phone_number), username: value.username },
    aspect: 'username',
    current: value.status,
    reason: value.context,
  }),
);

function toPhoneUpdate(change: Change, data: Data<'phone.updated'>): NormalizeResult {
  return { kind: 'event', draft: { ...toEnvelope(change), type: 'phone.updated', data } };
}
