import type { Change } from '../../../../shared/cloud-api/changes.ts';
import type { EventDraft } from '../../../../shared/contract/draft.ts';
import type { Data } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toCalendarDate } from '../../../../shared/provider/values/calendar-date.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { accountEvent } from '../schema.ts';
import { toAccount, toItem } from './parties.ts';

type Details = InboundValue<typeof accountEvent>['payload']['payload'];

/** `account-event` and `onboarding-event`: what happened to an account or its phone number. */
export const normalizeAccountEvent = normalizeWith(
  accountEvent,
  ({ payload: { type, payload: details }, ...callback }, item: Change): NormalizeResult => {
    const { waba_id, waId, owner_business_id: businessId } = details;
    const wabaId = waba_id ?? waId;
    const envelope: Omit<EventDraft<'account.updated'>, 'type' | 'data'> = {
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: { ...toAccount(callback), wabaId, businessId },
      occurredAt: callback.timestamp,
      item: toItem(item.json),
    };
    const phone = { displayPhoneNumber: toPhone(callback.phone) };
    const phoneData = toPhoneData(type, details);
    if (phoneData !== undefined) {
      const data = { phone, ...phoneData };
      return { kind: 'event', draft: { ...envelope, type: 'phone.updated', data } };
    }
    const accountData = toAccountData(type, details);
    if (accountData === undefined) {
      return invalidShape(item, ['payload', 'type'], 'expected a kind of event that is known');
    }
    const account = { id: wabaId, name: callback.app };
    const data = { account, phoneNumber: phone.displayPhoneNumber, ...accountData };
    return { kind: 'event', draft: { ...envelope, type: 'account.updated', data } };
  },
);

/** What is about the phone number of the app: its display name, and its message limit. */
function toPhoneData(
  type: string,
  { status, event, rejectedReason: reason, oldLimit: previous, currentLimit }: Details,
): Omit<Data<'phone.updated'>, 'phone'> | undefined {
  if (type === 'pndn-event' && status !== undefined)
    return { aspect: 'name', current: status, reason };
  if (type !== 'tier-event' || event === undefined) return undefined;
  return { aspect: 'quality', current: event, limit: { current: currentLimit, previous } };
}

function toAccountData(
  type: string,
  details: Details,
): Omit<Data<'account.updated'>, 'account'> | undefined {
  const { status } = details;
  switch (type) {
    case 'capability-event':
      return {
        current: type,
        limits: {
          usersPerDayAndPhone: details.maxDailyConversationPerPhone,
          phoneNumbersOfBusiness: details.maxPhoneNumbersPerBusiness,
        },
      };
    case 'pricing-tier-update':
      return {
        current: type,
        volumeTier: {
          tier: details.tier,
          category: details.pricingCategory,
          region: details.region,
          month: details.effectiveMonth,
          reachedAt: details.tierUpdateTime,
        },
      };
    case 'review-event':
    case 'docker-status-event':
      return status === undefined ? undefined : { current: status };
    case 'status-event':
      return status === undefined
        ? undefined
        : { current: status, ...toEnforcement(status, details) };
    default:
      return undefined;
  }
}

/** What WhatsApp has done because a policy was violated. */
function toEnforcement(
  status: string,
  { actionDate, violation_type, restrictionInfo, ad_account_id }: Details,
): Pick<Data<'account.updated'>, 'ban' | 'violation' | 'restrictions' | 'adAccountId'> {
  const isBan = /DISABLE|REINSTATE/i.test(status);
  // "January 31,2021": Meta has a space after the comma.
  const date = actionDate && toCalendarDate(actionDate.replace(/,\s*/, ', '));
  return {
    ban: isBan ? { state: status, date } : undefined,
    violation: { type: violation_type },
    restrictions: restrictionInfo?.map(({ restrictionType, expiration }) => ({
      type: restrictionType,
      expiresAt: expiration,
    })),
    adAccountId: ad_account_id,
  };
}
