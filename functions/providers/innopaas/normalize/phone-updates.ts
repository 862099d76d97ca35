import type { JsonObject } from '../../../../shared/json.ts';
import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { phoneName, phoneQuality } from '../schema.ts';
import { toAccount } from './parties.ts';

/** `whatsapp_phone_number_quality_update`: the quality or the message limit of a number changed. */
export function normalizePhoneQuality(callback: JsonObject, providerEvent: string): Normalized {
  const read = readItem(phoneQuality, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  return {
    understood: true,
    draft: {
      type: 'phone.updated',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt: eventTime,
      data: {
        phone: toPhoneNumber(body.displayPhoneNumber),
        aspect: 'quality',
        current: body.event,
        limit: { current: body.messageLimit },
      },
    },
  };
}

/** `whatsapp_phone_number_name_update`: WhatsApp decided on a display name. */
export function normalizePhoneName(callback: JsonObject, providerEvent: string): Normalized {
  const read = readItem(phoneName, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  return {
    understood: true,
    draft: {
      type: 'phone.updated',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt: eventTime,
      data: {
        phone: {
          ...toPhoneNumber(body.displayPhoneNumber),
          requestedName: body.requestedVerifiedName,
        },
        aspect: 'name',
        current: body.decision,
        reason: body.rejectionReason,
      },
    },
  };
}

function toPhoneNumber(written: string) {
  const { phone, id } = toPhoneOrId(written);
  return { displayPhoneNumber: phone, id };
}
