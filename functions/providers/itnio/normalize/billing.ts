import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toDecimal } from '../../../../shared/provider/values/decimal.ts';
import { billingEvent } from '../schema.ts';
import { toAccount, toBusiness, toChannel } from './parties.ts';

/** `billing-event`: the price of a message or its conversation. */
export const normalizeBilling = normalizeWith(billingEvent, (callback, item, context) => {
  const amount = toDecimal(callback.fee);
  if (amount === undefined && (callback.fee !== undefined || callback.billable === undefined)) {
    return invalidShape(item, ['fee'], 'expected a decimal number');
  }
  return {
    kind: 'event',
    draft: {
      type: 'message.billed',
      providerEvent: item.providerEvent,
      channel: toChannel(callback, context),
      account: toAccount(callback),
      occurredAt: callback.timestamp,
      data: {
        messageId: callback.messageId,
        business: toBusiness(callback.businessPhone, callback, context),
        conversation: {
          id: callback.conversationId,
          type: callback.conversationType,
          expiresAt: callback.expiresAt,
        },
        pricing: { billable: callback.billable, currency: callback.currency, amount },
      },
      item: item.json,
    },
  };
});
