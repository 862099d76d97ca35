import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { accountReview } from '../schema.ts';
import { toAccount } from './parties.ts';

/** `whatsapp_account_review_updated`: WhatsApp reviewed a WhatsApp Business Account. */
export const normalizeAccountReview = normalizeWith(
  accountReview,
  ({ eventTime, body }, item: BodyItem) => {
    if (body.wabaId === undefined && body.accountName === undefined) {
      return invalidShape(item, ['body', 'wabaId'], 'expected the id or the name of an account');
    }
    const current = body.decision ?? body.reviewStatus ?? body.accountReviewStatus ?? body.status;
    if (current === undefined) {
      return invalidShape(item, ['body', 'decision'], 'expected the result of a review');
    }
    return {
      kind: 'event',
      draft: {
        type: 'account.updated',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: toAccount(body),
        occurredAt: eventTime,
        data: {
          account: body.wabaId === undefined ? { name: body.accountName } : { id: body.wabaId },
          current,
          reason: body.reason ?? body.rejectionReason,
        },
        item: item.json.body,
      },
    };
  },
);
