import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toEnforcement } from '../../../../shared/whatsapp/policy-enforcement.ts';
import { accountAlert, accountReview, accountUpdate } from '../schema.ts';
import { type Change, toEnvelope } from './change.ts';

/** `account_update`: an account was banned, restricted, shared with a partner, deleted … */
export const normalizeAccountUpdate = normalizeWith(accountUpdate, (value, change: Change) => {
  const {
    event,
    ban_info: ban,
    restriction_info: restrictions,
    violation_info: violation,
    partner_client_certification_info: certification,
    waba_info: customer,
  } = value;
  // In an event about a partner's customer, the entry's id is the partner's business.
  const wabaId = customer?.waba_id ?? change.wabaId;
  const { status, rejection_reasons = [] } = certification ?? {};
  return {
    kind: 'event',
    draft: {
      ...toEnvelope({ ...change, wabaId }),
      type: 'account.updated',
      data: {
        account: { id: wabaId },
        current: event,
        reason: [status, ...rejection_reasons].filter((it) => it && it !== 'NONE').join(', '),
        ...toEnforcement({ ban, violation, restrictions }),
      },
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
      },
    },
  };
});
