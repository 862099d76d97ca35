import type { Data } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toEnforcement } from '../../../../shared/whatsapp/policy-enforcement.ts';
import {
  accountAlert,
  accountReview,
  accountUpdate,
  businessStatus,
  capabilities,
  paymentConfiguration,
} from '../schema.ts';
import { type Change, toEnvelope } from './change.ts';

/** `account_update`: an account was banned, restricted, shared with a partner, deleted … */
export const normalizeAccountUpdate = normalizeWith(accountUpdate, (value, change: Change) => {
  const {
    event,
    ban_info: ban,
    restriction_info: restrictions,
    violation_info: violation,
    partner_client_certification_info: certification,
    disconnection_info: disconnection,
    waba_info: customer,
  } = value;
  // In an event about a partner's customer, the entry's id is the partner's business.
  const wabaId = customer?.waba_id ?? change.wabaId;
  const client = certification ?? value.partner_client_certification_needed_info;
  const { status, rejection_reasons = [] } = certification ?? {};
  const reasons = [status, ...rejection_reasons, disconnection?.reason];
  return {
    kind: 'event',
    draft: {
      ...toEnvelope(change),
      account: { wabaId, businessId: customer?.owner_business_id ?? client?.client_business_id },
      type: 'account.updated',
      data: {
        account: { id: wabaId },
        current: event,
        reason: reasons.filter((each) => each !== undefined).join(', '),
        ...toEnforcement({ ban, violation, restrictions }),
        initiatedBy: disconnection?.initiated_by,
        country: value.country,
        phoneNumber: value.phone_number,
        adAccountId: customer?.ad_account_id ?? customer?.ad_account_linked,
        ...toPrices(value),
      },
    },
  };
});

/** What changed about the prices of an account. */
function toPrices({
  volume_tier_info: tier,
  auth_international_rate_eligibility: rates,
}: InboundValue<typeof accountUpdate>): Pick<
  Data<'account.updated'>,
  'volumeTier' | 'authInternationalRates'
> {
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

/** `account_review_update`: WhatsApp reviewed an account against its policies. */
export const normalizeAccountReview = normalizeWith(
  accountReview,
  ({ decision }, change: Change) => ({
    kind: 'event',
    draft: {
      ...toEnvelope(change),
      type: 'account.updated',
      data: { account: { id: change.wabaId }, current: decision },
    },
  }),
);

/** `account_alerts`: what an owner should know or do about an account, a number or a profile. */
export const normalizeAccountAlert = normalizeWith(accountAlert, (value, change: Change) => {
  const { entity_type, entity_id, alert_info, ...flat } = value;
  const alert = alert_info ?? flat;
  if (alert.alert_type === undefined) {
    return invalidShape(change, ['alert_info', 'alert_type'], 'expected text');
  }
  const envelope = toEnvelope(change);
  const phoneNumberId = entity_type === 'PHONE_NUMBER' ? entity_id : undefined;
  return {
    kind: 'event',
    draft: {
      ...envelope,
      account: { ...envelope.account, phoneNumberId },
      type: 'account.updated',
      data: {
        account: { id: change.wabaId },
        current: alert.alert_type,
        reason: alert.alert_description,
        severity: alert.alert_severity,
        alertStatus: alert.alert_status,
      },
    },
  };
});

/** `business_capability_update`: what an account may do has changed. The field's name says what happened. */
export const normalizeCapabilities = normalizeWith(capabilities, (value, change: Change) => {
  const limits = {
    usersPerDay: value.max_daily_conversations_per_business,
    usersPerDayAndPhone: value.max_daily_conversation_per_phone,
    phoneNumbers: value.max_phone_numbers_per_waba,
    phoneNumbersOfBusiness: value.max_phone_numbers_per_business,
  };
  return {
    kind: 'event',
    draft: {
      ...toEnvelope(change),
      type: 'account.updated',
      data: { account: { id: change.wabaId }, current: change.providerEvent, limits },
    },
  };
});

/** `business_status_update`: the business that owns an account was compromised … */
export const normalizeBusinessStatus = normalizeWith(businessStatus, (value, change: Change) => {
  const envelope = toEnvelope(change);
  return {
    kind: 'event',
    draft: {
      ...envelope,
      account: { ...envelope.account, businessId: value.business_id },
      type: 'account.updated',
      data: { account: { id: change.wabaId }, current: value.event },
    },
  };
});

/** `payment_configuration_update`: how users pay the business was connected, disconnected, activated. */
export const normalizePaymentConfiguration = normalizeWith(
  paymentConfiguration,
  (value, change: Change) => {
    const envelope = toEnvelope(change);
    return {
      kind: 'event',
      draft: {
        ...envelope,
        occurredAt: value.updated_timestamp ?? envelope.occurredAt,
        type: 'account.updated',
        data: {
          account: { id: change.wabaId },
          current: value.status,
          paymentConfiguration: {
            name: value.configuration_name,
            provider: value.provider_name,
            providerAccountId: value.provider_mid,
            createdAt: value.created_timestamp,
          },
        },
      },
    };
  },
);
