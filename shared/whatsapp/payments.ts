import type { Data } from '../contract/index.ts';
import {
  type InboundValue,
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  requiredText,
  text,
} from '../provider/inbound.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { toAmount } from '../provider/values/decimal.ts';
import { toProviderErrors } from './errors.ts';
import type { ValueContext, ValueItem } from './normalize-value.ts';
import { toUser } from './parties.ts';
import { cloudApiErrors } from './schema.ts';

const money = optionalObject({ value: text, offset: text });

const dates = { created_timestamp: instant, updated_timestamp: instant };

const refunds = optionalList(
  inboundObject({ ...dates, id: text, amount: money, speed_processed: text, status: text }),
);

/**
 * The state of a payment, which comes as a status of the type `payment`:
 *
 *     { "id": "wamid.HBgM…", "recipient_id": "447700900123", "type": "payment",
 *       "status": "captured", "timestamp": "1768046460",
 *       "payment": { "reference_id": "order-7", "amount": { "value": 21000, "offset": 100 },
 *                    "currency": "INR", "transaction": { "id": "…", "status": "success", … } } }
 *
 * developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg, read on
 * 2026-11-28. Older versions have `from` in place of `recipient_id`.
 */
export const cloudApiPayment = inboundObject({
  id: text,
  status: requiredText,
  timestamp: instant,
  from: text,
  recipient_id: text,
  recipient_user_id: text,
  recipient_parent_user_id: text,
  payment: optionalObject({
    reference_id: text,
    amount: money,
    currency: text,
    transaction: optionalObject({
      ...dates,
      id: text,
      pg_transaction_id: text,
      type: text,
      status: text,
      method: optionalObject({ type: text }),
      amount: money,
      currency: text,
      error: optionalObject({ code: text, reason: text }),
      refunds,
    }),
    refunds,
  }),
  errors: cloudApiErrors,
});

type Payment = NonNullable<InboundValue<typeof cloudApiPayment>['payment']>;
type Refund = NonNullable<Payment['refunds']>[number];

/** The event of a status that is about a payment. */
export function normalizePayment(
  entry: InboundValue<typeof cloudApiPayment>,
  item: ValueItem,
  { providerEvent, account, business, metadata }: ValueContext,
): NormalizeResult {
  const { payment, status: current, id: messageId, errors } = entry;
  const ref = {
    waId: entry.recipient_id ?? entry.from,
    userId: entry.recipient_user_id,
    parentUserId: entry.recipient_parent_user_id,
  };
  const error = payment?.transaction?.error;
  // Once for the order, once for the attempt: the page has both forms.
  const refunded = payment?.refunds ?? payment?.transaction?.refunds;
  return {
    kind: 'event',
    draft: {
      type: 'payment.updated',
      providerEvent,
      channel: 'whatsapp',
      account,
      occurredAt: entry.timestamp,
      data: {
        referenceId: payment?.reference_id,
        current,
        amount: toAmount(payment?.amount?.value, payment?.amount?.offset),
        currency: payment?.currency,
        messageId,
        business,
        user: toUser(ref, item.contactOf(ref)),
        transaction: toTransaction(payment?.transaction),
        refunds: refunded?.map(toRefund),
        errors: [
          ...(error === undefined ? [] : [{ code: error.code, title: error.reason }]),
          ...toProviderErrors(errors),
        ],
      },
      item: { metadata, entry: item.json },
      raw: item.placeOf(ref).raw,
    },
  };
}

function toTransaction(
  transaction: Payment['transaction'],
): Data<'payment.updated'>['transaction'] {
  return (
    transaction && {
      id: transaction.id,
      providerTransactionId: transaction.pg_transaction_id,
      type: transaction.type,
      status: transaction.status,
      method: transaction.method?.type,
      amount: toAmount(transaction.amount?.value, transaction.amount?.offset),
      currency: transaction.currency,
      createdAt: transaction.created_timestamp,
      updatedAt: transaction.updated_timestamp,
    }
  );
}

function toRefund({ id, status, speed_processed: speed, amount, ...times }: Refund) {
  return {
    id,
    status,
    speed,
    amount: toAmount(amount?.value, amount?.offset),
    createdAt: times.created_timestamp,
    updatedAt: times.updated_timestamp,
  };
}
