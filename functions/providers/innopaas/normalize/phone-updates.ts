import { normalizeWith } from '../../../../shared/provider/define-provider.ts';
import { toPhoneNumber } from '../../../../shared/provider/values/phone.ts';
import { phoneName, phoneQuality } from '../schema.ts';
import { toAccount } from './parties.ts';

/** `whatsapp_phone_number_quality_update`: the quality or the message limit of a number changed. */
export const normalizePhoneQuality = normalizeWith(phoneQuality, ({ eventTime, body }, item) => ({
  kind: 'event',
  draft: {
    type: 'phone.updated',
    providerEvent: item.providerEvent,
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
}));

/** `whatsapp_phone_number_name_update`: WhatsApp decided on a display name. */
export const normalizePhoneName = normalizeWith(phoneName, ({ eventTime, body }, item) => ({
  kind: 'event',
  draft: {
    type: 'phone.updated',
    providerEvent: item.providerEvent,
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
}));
