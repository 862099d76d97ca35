import type { JsonObject } from '../../../../shared/json.ts';
import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toCalendarDate } from '../../../../shared/provider/values/calendar-date.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { accountUpdate, phoneNumberQualityUpdate } from '../schema.ts';
import { toAccount } from './parties.ts';

/**
 * The two callbacks that ITNIO passes on from Meta's account webhooks. They carry neither a time nor
 * an id: such an event is known by its content and the day of receipt.
 */

/** `account_update`: a WhatsApp Business Account was banned, restricted, reviewed … */
export function normalizeAccountUpdate(body: JsonObject, providerEvent: string): Normalized {
  const read = readItem(accountUpdate, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { wabaId, event, ban_info: ban, restrictions, violation_info: violation } = read.value;
  return {
    understood: true,
    draft: {
      type: 'account.updated',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(read.value),
      data: {
        account: { id: wabaId },
        current: event,
        ban: ban && {
          state: ban.waba_ban_state,
          date: ban.waba_ban_date && toCalendarDate(ban.waba_ban_date),
        },
        restrictions: restrictions?.map(({ restriction_type, expiration }) => ({
          type: restriction_type,
          expiresAt: expiration,
        })),
        violation: violation && { type: violation.violation_type },
      },
    },
  };
}

/** `phone_number_quality_update`: the quality or the message limit of a business number changed. */
export function normalizePhoneQuality(body: JsonObject, providerEvent: string): Normalized {
  const read = readItem(phoneNumberQualityUpdate, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const callback = read.value;
  const { phone, id } = toPhoneOrId(callback.displayPhoneNumber);
  return {
    understood: true,
    draft: {
      type: 'phone.updated',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(callback),
      data: {
        phone: { displayPhoneNumber: phone, id },
        aspect: 'quality',
        current: callback.event,
        rating: callback.qualityRating,
        limit: { current: callback.currentLimit, previous: callback.oldLimit },
      },
    },
  };
}
