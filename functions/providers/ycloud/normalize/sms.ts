import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith, invalidShape, placeWithin } from '../../../../shared/provider/read-item.ts';
import { toDecimal } from '../../../../shared/provider/values/decimal.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { smsInbound, smsMessage } from '../schema.ts';

/** `sms.inbound.received`: a user wrote an SMS. */
export const normalizeSmsMessage = normalizeWith(
  smsInbound,
  ({ createTime, smsInbound: { id, from, to, text, sendTime } }, item: BodyItem) => {
    const place = placeWithin(item, 'smsInbound');
    if (from === undefined) return invalidShape(place, ['from'], 'expected a phone number');
    if (to === undefined) return invalidShape(place, ['to'], 'expected a phone number');
    return {
      kind: 'event',
      draft: {
        type: 'message.received',
        providerEvent: item.providerEvent,
        channel: 'sms',
        occurredAt: sendTime ?? createTime,
        data: {
          message: {
            id,
            business: toPhoneOrId(to),
            user: toPhoneOrId(from),
            content: text === undefined ? { kind: 'unknown' } : { kind: 'text', text },
            media: [],
          },
        },
      },
    };
  },
);

/** `sms.message.updated`: the status of an SMS of the business. */
export const normalizeSmsStatus = normalizeWith(
  smsMessage,
  ({ createTime, sms }, item: BodyItem) => {
    const place = placeWithin(item, 'sms');
    const { errorCode, errorMessage } = sms;
    const isFailed = errorCode !== undefined || errorMessage !== undefined;
    return continueWith(readMessageStatus(sms.status, place, ['status']), (status) => ({
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
        channel: 'sms',
        occurredAt:
          (status.status === 'sent' ? sms.sendTime : undefined) ??
          (status.status === 'delivered' ? sms.deliverTime : undefined) ??
          sms.updateTime ??
          createTime,
        data: {
          messageId: sms.id,
          ...status,
          user: toPhoneOrId(sms.to),
          errors: isFailed ? [toError(errorCode, errorMessage)] : [],
          pricing: { currency: sms.currency, amount: toDecimal(sms.totalPrice) },
          callbackData: sms.externalId,
        },
      },
    }));
  },
);
