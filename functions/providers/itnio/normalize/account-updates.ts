import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { toPhoneNumber } from '../../../../shared/provider/values/phone.ts';
import { toAccountUpdate } from '../../../../shared/whatsapp/account-update.ts';
import { accountUpdate, phoneNumberQualityUpdate } from '../schema.ts';
import { toAccount } from './parties.ts';

/**
 * The two callbacks that ITNIO passes on from Meta's account webhooks. They carry neither a time nor
 * an id: such an event is identified by its item and the day of receipt.
 */

/** `account_update`: a WhatsApp Business Account was banned, restricted, reviewed … */
export const normalizeAccountUpdate = normalizeWith(accountUpdate, (callback, item) => {
  const { account, data } = toAccountUpdate(callback, callback.wabaId);
  return {
    kind: 'event',
    draft: {
      type: 'account.updated',
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: { ...toAccount(callback), ...account },
      data,
      item: item.json,
    },
  };
});

/** `phone_number_quality_update`: the quality or the message limit of a business number changed. */
export const normalizePhoneQuality = normalizeWith(phoneNumberQualityUpdate, (callback, item) => ({
  kind: 'event',
  draft: {
    type: 'phone.updated',
    providerEvent: item.providerEvent,
    channel: 'whatsapp',
    account: toAccount(callback),
    data: {
      phone: toPhoneNumber(callback.displayPhoneNumber),
      aspect: 'quality',
      current: callback.event,
      rating: callback.qualityRating,
      limit: { current: callback.currentLimit, previous: callback.oldLimit },
    },
    item: item.json,
  },
}));
