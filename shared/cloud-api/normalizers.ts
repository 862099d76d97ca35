import type { Normalizer } from '../provider/normalize-items.ts';
import {
  normalizeAccountAlert,
  normalizeAccountReview,
  normalizeAccountUpdate,
  normalizeBusinessStatus,
  normalizeCapabilities,
  normalizePaymentConfiguration,
} from './accounts.ts';
import type { Change } from './changes.ts';
import type { cloudApiFields } from './fields.ts';
import {
  normalizeGroupLifecycle,
  normalizeGroupParticipants,
  normalizeGroupSettings,
  normalizeGroupStatus,
} from './groups.ts';
import { normalizeHandover } from './handovers.ts';
import { normalizeHistory } from './history.ts';
import { normalizeMessages } from './messages.ts';
import { normalizeOtherField } from './other-field.ts';
import {
  normalizePhoneName,
  normalizePhoneQuality,
  normalizePhoneSecurity,
  normalizePhoneUsername,
} from './phones.ts';
import { normalizeStandby } from './standby.ts';
import {
  normalizeCategoryDetection,
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateStatus,
} from './templates.ts';
import { normalizeContacts, normalizeUserIdUpdates, normalizeUserPreferences } from './users.ts';

/** What becomes of each webhook field of the Cloud API. */
export const cloudApiNormalizers: Readonly<
  Record<(typeof cloudApiFields)[number]['name'], Normalizer<Change>>
> = {
  messages: normalizeMessages,
  smb_message_echoes: normalizeMessages,
  message_echoes: normalizeMessages,
  calls: normalizeMessages,
  message_template_status_update: normalizeTemplateStatus,
  message_template_quality_update: normalizeTemplateQuality,
  template_category_update: normalizeTemplateCategory,
  template_correct_category_detection: normalizeCategoryDetection,
  account_update: normalizeAccountUpdate,
  account_review_update: normalizeAccountReview,
  account_alerts: normalizeAccountAlert,
  business_capability_update: normalizeCapabilities,
  business_status_update: normalizeBusinessStatus,
  payment_configuration_update: normalizePaymentConfiguration,
  phone_number_quality_update: normalizePhoneQuality,
  phone_number_name_update: normalizePhoneName,
  security: normalizePhoneSecurity,
  business_username_updates: normalizePhoneUsername,
  business_username_update: normalizePhoneUsername,
  user_preferences: normalizeUserPreferences,
  user_id_update: normalizeUserIdUpdates,
  smb_app_state_sync: normalizeContacts,
  standby: normalizeStandby,
  messaging_handovers: normalizeHandover,
  history: normalizeHistory,
  group_lifecycle_update: normalizeGroupLifecycle,
  group_participants_update: normalizeGroupParticipants,
  group_participant_update: normalizeGroupParticipants,
  group_settings_update: normalizeGroupSettings,
  group_status_update: normalizeGroupStatus,
  message_template_components_update: normalizeOtherField,
  flows: normalizeOtherField,
  automatic_events: normalizeOtherField,
  account_settings_update: normalizeOtherField,
  partner_solutions: normalizeOtherField,
  tracking_events: normalizeOtherField,
};

const byField = new Map<string, Normalizer<Change>>(Object.entries(cloudApiNormalizers));

/** What becomes of a change, whatever its field. */
export const normalizeField: Normalizer<Change> = (change, context) =>
  (byField.get(change.providerEvent) ?? normalizeOtherField)(change, context);
