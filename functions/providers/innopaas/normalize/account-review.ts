import type { JsonObject } from '../../../../shared/json.ts';
import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { accountReview } from '../schema.ts';
import { unrecognized } from './misfit.ts';
import { toAccount } from './parties.ts';

/** `whatsapp_account_review_updated`: WhatsApp reviewed a WhatsApp Business Account. */
export function normalizeAccountReview(callback: JsonObject, providerEvent: string): Normalized {
  const read = readItem(accountReview, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  if (body.wabaId === undefined && body.accountName === undefined) {
    return unrecognized(
      providerEvent,
      '$.body.wabaId',
      'expected the id or the name of an account',
    );
  }
  const current = body.decision ?? body.reviewStatus ?? body.accountReviewStatus ?? body.status;
  if (current === undefined) {
    return unrecognized(providerEvent, '$.body.decision', 'expected the result of a review');
  }
  return {
    understood: true,
    draft: {
      type: 'account.updated',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt: eventTime,
      data: {
        account: body.wabaId === undefined ? { name: body.accountName } : { id: body.wabaId },
        current,
        reason: body.reason ?? body.rejectionReason,
      },
    },
  };
}
