import {
  type BodyItem,
  type Normalizer,
  normalizeItems,
  wholeBody,
  withObjects,
} from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import {
  normalizeAccountDeletion,
  normalizeAccountReview,
  normalizeAccountUpdate,
} from './normalize/accounts.ts';
import { normalizeCallConnect, normalizeCallEnd, normalizeCallStatus } from './normalize/calls.ts';
import { normalizeGroup } from './normalize/groups.ts';
import { normalizeHandover } from './normalize/handovers.ts';
import {
  normalizeAgentMessage,
  normalizeEcho,
  normalizeHistory,
  normalizeInboundMessage,
} from './normalize/messages.ts';
import {
  normalizeMessengerEdit,
  normalizeMessengerMessage,
  normalizeMessengerReaction,
  normalizeMessengerStatus,
} from './normalize/messenger.ts';
import { normalizePayment } from './normalize/payments.ts';
import {
  normalizePhoneDeletion,
  normalizePhoneName,
  normalizePhoneQuality,
  normalizePhoneUsername,
} from './normalize/phones.ts';
import { normalizeSmsMessage, normalizeSmsStatus } from './normalize/sms.ts';
import { normalizeAgentStatus, normalizeMessageStatus } from './normalize/statuses.ts';
import {
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateReview,
} from './normalize/templates.ts';
import {
  normalizeSyncedContacts,
  normalizeUnsubscription,
  normalizeUserPreference,
} from './normalize/users.ts';

/** The contract has no event for it, and it holds nothing that a user wrote. */
const keep: Normalizer<BodyItem> = ({ providerEvent, raw }) => ({
  kind: 'unmapped',
  providerEvent,
  raw,
});

/** The objects of which an event has one. */
const objects = [
  'whatsappInboundMessage',
  'whatsappMessage',
  'whatsappGroup',
  'whatsappTemplate',
  'whatsappBusinessAccount',
  'whatsappPhoneNumber',
  'whatsappUserPreference',
  'whatsappSmbAppStateSync',
  'unsubscriberChanged',
  'contactUnsubscribeCreated',
  'contactUnsubscribeDeleted',
  'whatsappPayment',
  'whatsappMetaBusinessAgent',
  'callingConnect',
  'callingStatusUpdated',
  'callingTerminate',
] as const;

export const normalize = normalizeItems(manifest, {
  readItems: withObjects(objects, wholeBody('type')),
  normalizers: {
    'whatsapp.inbound_message.received': normalizeInboundMessage,
    'whatsapp.message.updated': normalizeMessageStatus,
    'whatsapp.smb.message.echoes': normalizeEcho,
    'whatsapp.smb.message.created': normalizeEcho,
    'whatsapp.smb.history': normalizeHistory,
    'whatsapp.smb.app.state.sync': normalizeSyncedContacts,
    'whatsapp.echo_message.created': normalizeAgentMessage,
    'whatsapp.echo_message.updated': normalizeAgentStatus,
    'whatsapp.meta_business_agent.handover.updated': normalizeHandover,
    'whatsapp.template.reviewed': normalizeTemplateReview,
    'whatsapp.template.category_updated': normalizeTemplateCategory,
    'whatsapp.template.quality_updated': normalizeTemplateQuality,
    'whatsapp.business_account.reviewed': normalizeAccountReview,
    'whatsapp.business_account.updated': normalizeAccountUpdate,
    'whatsapp.business_account.deleted': normalizeAccountDeletion,
    'whatsapp.phone_number.quality_updated': normalizePhoneQuality,
    'whatsapp.phone_number.name_updated': normalizePhoneName,
    'whatsapp.phone_number.business_username_updated': normalizePhoneUsername,
    'whatsapp.phone_number.deleted': normalizePhoneDeletion,
    'whatsapp.user.preferences': normalizeUserPreference,
    'whatsapp.payment.updated': normalizePayment,
    'whatsapp.group.lifecycle_update': normalizeGroup('lifecycle'),
    'whatsapp.group.participants_update': normalizeGroup('participants'),
    'whatsapp.group.settings_update': normalizeGroup('settings'),
    'whatsapp.group.status_update': normalizeGroup('status'),
    'whatsapp.call.connect': normalizeCallConnect,
    'whatsapp.call.status.updated': normalizeCallStatus,
    'whatsapp.call.terminate': normalizeCallEnd,
    'whatsapp.flow.status_change': keep,
    'messenger.inbound_message.received': normalizeMessengerMessage,
    'messenger.inbound_message.updated': normalizeMessengerEdit,
    'messenger.message_reaction.updated': normalizeMessengerReaction,
    'messenger.message.updated': normalizeMessengerStatus,
    'sms.inbound.received': normalizeSmsMessage,
    'sms.message.updated': normalizeSmsStatus,
    'voice.message.updated': keep,
    'email.delivery.updated': keep,
    'contact.unsubscribe.created': normalizeUnsubscription,
    'contact.unsubscribe.deleted': normalizeUnsubscription,
    'contact.created': keep,
    'contact.deleted': keep,
    'contact.attributes_changed': keep,
    'contact.note.created': keep,
    'contact.note.updated': keep,
    'contact.note.deleted': keep,
  },
});
