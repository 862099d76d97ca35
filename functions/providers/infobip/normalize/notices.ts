import { contentId } from '../../../../shared/provider/content-id.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toAmount } from '../../../../shared/provider/values/decimal.ts';
import { identityChange, payment } from '../schema.ts';
import { toAccount, toParty, toUser } from './parties.ts';

const whatsapp = { channel: 'whatsapp' } as const;

/** `payment`: the state of a payment in WhatsApp. Of several attempts, the last one is the transaction. */
export const normalizePayment = normalizeWith(payment, (notice, item: BodyItem) => {
  const { from, createdAt, content } = notice;
  const business = toParty(from, whatsapp);
  const attempt = content.transactions?.at(-1);
  return {
    kind: 'event',
    draft: {
      type: 'payment.updated',
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: toAccount(notice, business),
      occurredAt: createdAt,
      data: {
        referenceId: content.referenceId,
        current: content.paymentStatus,
        amount: toAmount(content.totalAmountValue, content.totalAmountOffset),
        currency: content.currency,
        business,
        user: toParty(content.from, whatsapp),
        transaction: {
          id: attempt?.id,
          providerTransactionId: content.paymentId,
          type: attempt?.type,
          status: attempt?.status,
          createdAt: attempt?.createdTimestamp,
          updatedAt: attempt?.updatedTimestamp,
        },
        errors: [],
      },
      item: item.json,
      raw: item.raw,
    },
  };
});

/**
 * `user_identity_changed`: WhatsApp's notice that the security code of a user changed. Meta sends it as a
 * message of the type `system`, and so it is one here; Infobip gives it no id.
 */
export const normalizeIdentityChange = normalizeWith(identityChange, (notice, item: BodyItem) => {
  const { from, createdAt, content } = notice;
  const { type, userNumber, userId, hash, description } = content;
  const business = toParty(from, whatsapp);
  const user = toUser(userNumber, whatsapp, { userId });
  if (user === undefined) {
    const problem = 'expected a phone number or an id';
    return invalidShape(item, ['content', 'userNumber'], problem);
  }
  if (business === undefined) return invalidShape(item, ['from'], 'expected a phone number');
  return {
    kind: 'event',
    draft: {
      type: 'message.received',
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: toAccount(notice, business),
      occurredAt: createdAt,
      data: {
        message: {
          id: contentId({ from, createdAt, type, user: { userNumber, userId }, hash }),
          business,
          user,
          content: { kind: 'system', type, text: description, identity: { hash, createdAt } },
          media: [],
        },
      },
      raw: item.raw,
    },
  };
});
