import type { Data } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { toAmount } from '../../../../shared/provider/values/decimal.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { payment } from '../schema/accounts.ts';

type Transactions = InboundValue<typeof payment>['whatsappPayment']['transactions'];
type Transaction = NonNullable<Transactions>[number];

/** `whatsapp.payment.updated`: the payment of an order is pending or captured. It names no user. */
export const normalizePayment = normalizeWith(
  payment,
  ({ createTime, whatsappPayment: known }, item: BodyItem) => {
    const latest = toLatest(known.transactions);
    const { amount, currency, error } = latest ?? {};
    return {
      kind: 'event',
      draft: {
        type: 'payment.updated',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: { wabaId: known.wabaId },
        occurredAt: latest?.updatedTimestamp ?? createTime,
        data: {
          referenceId: known.referenceId,
          current: known.status,
          amount: toAmount(amount?.value, amount?.offset),
          currency,
          transaction: latest && toTransaction(latest),
          errors: error === undefined ? [] : [toError(error.code, error.message ?? error.reason)],
        },
        item: item.json.whatsappPayment,
      },
    };
  },
);

/** The attempt to pay that changed last: all of them are listed. */
function toLatest(transactions: Transactions): Transaction | undefined {
  return transactions?.reduce<Transaction | undefined>(
    (latest, each) =>
      (each.updatedTimestamp ?? '') >= (latest?.updatedTimestamp ?? '') ? each : latest,
    undefined,
  );
}

function toTransaction(known: Transaction): Data<'payment.updated'>['transaction'] {
  return {
    id: known.id,
    type: known.type,
    status: known.status,
    method: known.methodType,
    amount: toAmount(known.amount?.value, known.amount?.offset),
    currency: known.currency,
    createdAt: known.createdTimestamp,
    updatedAt: known.updatedTimestamp,
  };
}
