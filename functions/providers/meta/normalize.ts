import { normalizeItems } from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import {
  normalizeAccountAlert,
  normalizeAccountReview,
  normalizeAccountUpdate,
  normalizeBusinessStatus,
  normalizeCapabilities,
  normalizePaymentConfiguration,
} from './normalize/accounts.ts';
import { readChanges } from './normalize/change.ts';
import {
  normalizeGroupLifecycle,
  normalizeGroupParticipants,
  normalizeGroupSettings,
  normalizeGroupStatus,
} from './normalize/groups.ts';
import { normalizeHandover } from './normalize/handovers.ts';
import { normalizeHistory } from './normalize/history.ts';
import { normalizeMessages } from './normalize/messages.ts';
import { normalizeOtherField } from './normalize/other-field.ts';
import {
  normalizePhoneName,
  normalizePhoneQuality,
  normalizePhoneSecurity,
  normalizePhoneUsername,
} from './normalize/phones.ts';
import { normalizeStandby } from './normalize/standby.ts';
import {
  normalizeCategoryDetection,
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateStatus,
} from './normalize/templates.ts';
import {
  normalizeContacts,
  normalizeUserIdUpdates,
  normalizeUserPreferences,
} from './normalize/users.ts';

export { handshake } from './handshake.ts';

export const normalize = normalizeItems(manifest, {
  readItems: readChanges,
  normalizers: {
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
  },
  normalizeOther: normalizeOtherField,
});
