import { normalizeWith } from '../provider/normalize-items.ts';
import { invalidShape } from '../provider/read-item.ts';
import { toAccountUpdate } from '../whatsapp/account-update.ts';
import { type Change, toEnvelope } from './changes.ts';
import {
  accountAlert,
  accountReview,
  accountUpdate,
  businessStatus,
  capabilities,
  paymentConfiguration,
} from './schema.ts';

/** `account_update`: an account was banned, restricted, shared with a partner, deleted … */
export const normalizeAccountUpdate = normalizeWith(accountUpdate, (value, change: Change) => {
  const envelope = toEnvelope(change);
  const { account, data } = toAccountUpdate(value, change.wabaId);
  return {
    kind: 'event',
    draft: {
      ...envelope,
      type: 'account.updated',
      account: { ...envelope.account, ...account },
      data,
    },
  };
});

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
