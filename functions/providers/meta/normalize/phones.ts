import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { phoneName, phoneQuality, phoneSecurity } from '../schema.ts';
import { type Change, toEnvelope } from './change.ts';

/** `phone_number_quality_update`: the message limit or the throughput of a number changed. */
export function normalizePhoneQuality(change: Change): readonly Normalized[] {
  const read = readItem(phoneQuality, change.value, change);
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const { event, current_limit, old_limit, max_daily_conversations_per_business } = read.value;
  return [
    {
      understood: true,
      draft: {
        ...toEnvelope(change),
        type: 'phone.updated',
        data: {
          phone: toPhoneNumber(read.value.display_phone_number),
          aspect: 'quality',
          current: event,
          limit: {
            current: max_daily_conversations_per_business ?? current_limit,
            previous: old_limit,
          },
        },
      },
    },
  ];
}

/** `phone_number_name_update`: WhatsApp decided on a display name. */
export function normalizePhoneName(change: Change): readonly Normalized[] {
  const read = readItem(phoneName, change.value, change);
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const { display_phone_number, decision, requested_verified_name, rejection_reason } = read.value;
  return [
    {
      understood: true,
      draft: {
        ...toEnvelope(change),
        type: 'phone.updated',
        data: {
          phone: {
            ...toPhoneNumber(display_phone_number),
            requestedName: requested_verified_name,
          },
          aspect: 'name',
          current: decision,
          reason: rejection_reason,
        },
      },
    },
  ];
}

/** `security`: the PIN of a number was changed, or two-step verification turned off. */
export function normalizePhoneSecurity(change: Change): readonly Normalized[] {
  const read = readItem(phoneSecurity, change.value, change);
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const { display_phone_number, event } = read.value;
  return [
    {
      understood: true,
      draft: {
        ...toEnvelope(change),
        type: 'phone.updated',
        data: { phone: toPhoneNumber(display_phone_number), aspect: 'security', current: event },
      },
    },
  ];
}

function toPhoneNumber(written: string | undefined) {
  const { phone, id } = toPhoneOrId(written);
  return { displayPhoneNumber: phone, id };
}
