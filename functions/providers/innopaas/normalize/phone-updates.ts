import type { Data } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { toPhoneNumber } from '../../../../shared/provider/values/phone.ts';
import { phoneName, phoneQuality } from '../schema.ts';
import { toAccount } from './parties.ts';

/** `whatsapp_phone_number_quality_update`: the quality or the message limit of a number changed. */
export const normalizePhoneQuality = normalizeWith(phoneQuality, (callback, item: BodyItem) => {
  const { displayPhoneNumber, event, messageLimit } = callback.body;
  return toPhoneUpdate(callback, item, {
    phone: toPhoneNumber(displayPhoneNumber),
    aspect: 'quality',
    current: event,
    limit: { current: messageLimit },
  });
});

/** `whatsapp_phone_number_name_update`: WhatsApp decided on a display name. */
export const normalizePhoneName = normalizeWith(phoneName, (callback, item: BodyItem) => {
  const { displayPhoneNumber, decision, requestedVerifiedName, rejectionReason } = callback.body;
  return toPhoneUpdate(callback, item, {
    phone: { ...toPhoneNumber(displayPhoneNumber), requestedName: requestedVerifiedName },
    aspect: 'name',
    current: decision,
    reason: rejectionReason,
  });
});

function toPhoneUpdate(
  { eventTime, body }: InboundValue<typeof phoneQuality | typeof phoneName>,
  { providerEvent, json }: BodyItem,
  data: Data<'phone.updated'>,
): NormalizeResult {
  return {
    kind: 'event',
    draft: {
      type: 'phone.updated',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt: eventTime,
      data,
      item: json.body,
    },
  };
}
