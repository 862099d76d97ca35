import type { Data } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { toCalendarDate } from '../../../../shared/provider/values/calendar-date.ts';
import { businessAccount } from '../schema/accounts.ts';

/** `whatsapp.business_account.reviewed`: WhatsApp reviewed an account against its policies. */
export const normalizeAccountReview = normalizeWith(businessAccount, (callback, item: BodyItem) => {
  const { decision, accountReviewStatus } = callback.whatsappBusinessAccount;
  return toAccountUpdate(callback, item, decision ?? accountReviewStatus);
});

/** `whatsapp.business_account.updated`: an account was banned, restricted, disconnected … */
export const normalizeAccountUpdate = normalizeWith(businessAccount, (callback, item: BodyItem) => {
  const { updateEvent, banState } = callback.whatsappBusinessAccount;
  return toAccountUpdate(callback, item, updateEvent ?? banState);
});

/** `whatsapp.business_account.deleted`: an account is no longer connected. */
export const normalizeAccountDeletion = normalizeWith(businessAccount, (callback, item: BodyItem) =>
  toAccountUpdate(callback, item, callback.whatsappBusinessAccount.updateEvent),
);

/** @param word for what happened; without one the name of the event says it */
function toAccountUpdate(
  { createTime, whatsappBusinessAccount: known }: InboundValue<typeof businessAccount>,
  item: BodyItem,
  word: string | undefined,
): NormalizeResult {
  const { id, name, banState, banDate, violationType, removedTime } = known;
  const data: Data<'account.updated'> = {
    account: { id, name },
    current: word ?? item.providerEvent,
    reason: known.removedReason,
    ban: { state: banState, date: banDate && toCalendarDate(banDate) },
    violation: { type: violationType },
    restrictions: known.restrictions?.map(({ restrictionType: type, expiration: expiresAt }) => ({
      type,
      expiresAt,
    })),
    initiatedBy: known.removedInitiatedBy,
    country: known.primaryBusinessLocation,
    authInternationalRates: toRates(known.authInternationalRateEligibility),
  };
  return {
    kind: 'event',
    draft: {
      type: 'account.updated',
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: { wabaId: id },
      occurredAt: removedTime ?? createTime,
      data,
      item: item.json.whatsappBusinessAccount,
    },
  };
}

function toRates(
  rates: InboundValue<
    typeof businessAccount
  >['whatsappBusinessAccount']['authInternationalRateEligibility'],
): Data<'account.updated'>['authInternationalRates'] {
  return (
    rates && {
      startsAt: rates.startTime,
      exceptions: rates.exceptionCountries?.map(
        ({ countryCode: country, startTime: startsAt }) => ({
          country,
          startsAt,
        }),
      ),
    }
  );
}
