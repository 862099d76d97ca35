import type { JsonObject } from '../../../../shared/json.ts';
import { invalidShape } from '../../../../shared/provider/invalid-shape.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toDecimal } from '../../../../shared/provider/values/decimal.ts';
import { billingEvent } from '../schema.ts';
import { toAccount, toBusiness, toChannel } from './parties.ts';

/** `billing-event`: what a message or its conversation costs. */
export function normalizeBilling(
  body: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(billingEvent, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const callback = read.value;
  const amount = toDecimal(callback.fee);
  if (amount === undefined && (callback.fee !== undefined || callback.billable === undefined)) {
    return invalidShape(providerEvent, ['fee'], 'expected a decimal number');
  }
  return {
    understood: true,
    draft: {
      type: 'message.billed',
      providerEvent,
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
    },
  };
}
