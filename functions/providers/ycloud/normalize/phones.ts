import type { Data } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { phoneNumber } from '../schema/accounts.ts';

type Callback = InboundValue<typeof phoneNumber>;
type PhoneData = Data<'phone.updated'>;

/**
 * `whatsapp.phone_number.quality_updated`: the quality or the message limit of a number changed; or, in
 * `updateEvent`, it was disconnected or connected again.
 */
export const normalizePhoneQuality = normalizeWith(phoneNumber, (callback, item: BodyItem) => {
  const known = callback.whatsappPhoneNumber;
  const { qualityUpdateEvent, updateEvent, qualityRating: rating } = known;
  if (qualityUpdateEvent === undefined && updateEvent !== undefined) {
    return toAccountUpdate(callback, item, updateEvent);
  }
  const limit = known.messagingLimit ?? known.whatsappBusinessManagerMessagingLimit;
  return toPhoneUpdate(callback, item, 'qualityUpdateEvent', {
    aspect: 'quality',
    current: qualityUpdateEvent ?? rating,
    rating,
    limit: { current: limit },
  });
});

/** `whatsapp.phone_number.name_updated`: WhatsApp decided on a display name. */
export const normalizePhoneName = normalizeWith(phoneNumber, (callback, item: BodyItem) => {
  const { decision: current, rejectionReason: reason } = callback.whatsappPhoneNumber;
  return toPhoneUpdate(callback, item, 'decision', { aspect: 'name', current, reason });
});

/** `whatsapp.phone_number.business_username_updated`: the username of a number. */
export const normalizePhoneUsername = normalizeWith(phoneNumber, (callback, item: BodyItem) =>
  toPhoneUpdate(callback, item, 'businessUsernameStatus', {
    aspect: 'username',
    current: callback.whatsappPhoneNumber.businessUsernameStatus,
  }),
);

/** `whatsapp.phone_number.deleted`: a number is no longer connected. */
export const normalizePhoneDeletion = normalizeWith(phoneNumber, (callback, item: BodyItem) =>
  toAccountUpdate(callback, item, item.providerEvent),
);

function toPhoneUpdate(
  { createTime, whatsappPhoneNumber: known }: Callback,
  item: BodyItem,
  valueAt: string,
  {
    current,
    ...change
  }: Omit<PhoneData, 'phone' | 'current'> & {
    readonly current: string | undefined;
  },
): NormalizeResult {
  if (current === undefined) {
    return invalidShape(item, ['whatsappPhoneNumber', valueAt], 'expected text');
  }
  const { id, wabaId, requestedVerifiedName: requestedName, businessUsername: username } = known;
  const phone = {
    id,
    displayPhoneNumber: toPhone(known.phoneNumber) ?? toPhone(known.displayPhoneNumber),
    requestedName,
    username,
  };
  return {
    kind: 'event',
    draft: {
      type: 'phone.updated',
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: { wabaId, phoneNumberId: id },
      occurredAt: known.businessUsernameUpdatedAt ?? createTime,
      data: { phone, current, ...change },
      item: item.json.whatsappPhoneNumber,
    },
  };
}

/** What happened to the connection of a number is an event of its account. */
function toAccountUpdate(
  { createTime, whatsappPhoneNumber: known }: Callback,
  item: BodyItem,
  current: string,
): NormalizeResult {
  const { wabaId, id: phoneNumberId, phoneNumber: number, displayPhoneNumber } = known;
  return {
    kind: 'event',
    draft: {
      type: 'account.updated',
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: { wabaId, phoneNumberId },
      occurredAt: createTime,
      data: {
        account: { id: wabaId },
        current,
        phoneNumber: toPhone(number) ?? toPhone(displayPhoneNumber),
      },
      item: item.json.whatsappPhoneNumber,
    },
  };
}
