import type { Data } from '../contract/index.ts';
import {
  type InboundValue,
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  phone,
  reason,
  requiredText,
  text,
} from '../provider/inbound.ts';
import { toCalendarDate } from '../provider/values/calendar-date.ts';

const restrictionList = optionalList(
  inboundObject({ restriction_type: text, expiration: instant, remediation: text }),
);

/**
 * What Meta's webhook `account_update` says: `event`, and an object with its details. Resellers pass it
 * on, ITNIO with `restrictions` for `restriction_info`.
 *
 * developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update,
 * read on 2026-11-28.
 */
export const accountUpdateFields = {
  event: requiredText,
  ban_info: optionalObject({ waba_ban_state: text, waba_ban_date: text }),
  violation_info: optionalObject({ violation_type: text, remediation: text }),
  restriction_info: restrictionList,
  restrictions: restrictionList,
  partner_client_certification_info: optionalObject({
    client_business_id: text,
    status: text,
    rejection_reasons: optionalList(reason),
  }),
  partner_client_certification_needed_info: optionalObject({ client_business_id: text }),
  disconnection_info: optionalObject({ reason, initiated_by: text }),
  /** In events for a solution provider: the account of its customer. */
  waba_info: optionalObject({
    waba_id: text,
    owner_business_id: text,
    ad_account_id: text,
    ad_account_linked: text,
  }),
  country: text,
  phone_number: phone,
  volume_tier_info: optionalObject({
    tier: text,
    pricing_category: text,
    region: text,
    effective_month: text,
    tier_update_time: instant,
  }),
  auth_international_rate_eligibility: optionalObject({
    start_time: instant,
    exception_countries: optionalList(inboundObject({ country_code: text, start_time: instant })),
  }),
};

const accountUpdate = inboundObject(accountUpdateFields);

type AccountUpdate = InboundValue<typeof accountUpdate>;
type AccountData = Data<'account.updated'>;

/**
 * What happened to an account.
 *
 * @param envelopeId id of the account in the envelope. In an event about a partner's customer that is the
 *   partner's business, and the value names the account.
 */
export function toAccountUpdate(
  value: AccountUpdate,
  envelopeId: string | undefined,
): {
  readonly account: {
    readonly wabaId?: string | undefined;
    readonly businessId?: string | undefined;
  };
  readonly data: AccountData;
} {
  const {
    partner_client_certification_info: certification,
    disconnection_info: disconnection,
    waba_info: customer,
  } = value;
  const wabaId = customer?.waba_id ?? envelopeId;
  const client = certification ?? value.partner_client_certification_needed_info;
  const { status, rejection_reasons = [] } = certification ?? {};
  const reasons = [status, ...rejection_reasons, disconnection?.reason];
  return {
    account: { wabaId, businessId: customer?.owner_business_id ?? client?.client_business_id },
    data: {
      account: { id: wabaId },
      current: value.event,
      reason: reasons.filter((each) => each !== undefined).join(', '),
      ...toEnforcement(value),
      initiatedBy: disconnection?.initiated_by,
      country: value.country,
      phoneNumber: value.phone_number,
      adAccountId: customer?.ad_account_id ?? customer?.ad_account_linked,
      ...toPrices(value),
    },
  };
}

/** What Meta has done because a policy was violated. */
function toEnforcement({
  ban_info: ban,
  violation_info: violation,
  restriction_info,
  restrictions = restriction_info,
}: AccountUpdate): Pick<AccountData, 'ban' | 'restrictions' | 'violation'> {
  return {
    ban: ban && {
      state: ban.waba_ban_state,
      date: ban.waba_ban_date && toCalendarDate(ban.waba_ban_date),
    },
    restrictions: restrictions?.map(({ restriction_type, expiration, remediation }) => ({
      type: restriction_type,
      expiresAt: expiration,
      remediation,
    })),
    violation: violation && {
      type: violation.violation_type,
      remediation: violation.remediation,
    },
  };
}

/** What changed about the prices of an account. */
function toPrices({
  volume_tier_info: tier,
  auth_international_rate_eligibility: rates,
}: AccountUpdate): Pick<AccountData, 'volumeTier' | 'authInternationalRates'> {
  return {
    volumeTier: tier && {
      tier: tier.tier,
      category: tier.pricing_category,
      region: tier.region,
      month: tier.effective_month,
      reachedAt: tier.tier_update_time,
    },
    authInternationalRates: rates && {
      startsAt: rates.start_time,
      exceptions: rates.exception_countries?.map(({ country_code, start_time }) => ({
        country: country_code,
        startsAt: start_time,
      })),
    },
  };
}
