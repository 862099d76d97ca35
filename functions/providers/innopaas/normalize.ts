import {
  normalizeItems,
  wholeBody,
  withObjects,
} from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import { normalizeAccountReview } from './normalize/account-review.ts';
import { normalizeReceivedInChat, normalizeSentInChat } from './normalize/chat-message.ts';
import { normalizeInboundMessage } from './normalize/inbound-message.ts';
import { normalizeMessageStatus } from './normalize/message-status.ts';
import { normalizePhoneName, normalizePhoneQuality } from './normalize/phone-updates.ts';
import {
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateStatus,
} from './normalize/template-updates.ts';

export const normalize = normalizeItems(manifest, {
  readItems: withObjects(['body'], wholeBody('type')),
  normalizers: {
    whatsapp_mo_message_received: normalizeInboundMessage,
    chat_mo_message_notify: normalizeReceivedInChat,
    chat_mt_message_notify: normalizeSentInChat,
    whatsapp_message_status_updated: normalizeMessageStatus,
    whatsapp_template_status_updated: normalizeTemplateStatus,
    whatsapp_template_status_update: normalizeTemplateStatus,
    template_category_update: normalizeTemplateCategory,
    message_template_quality_update: normalizeTemplateQuality,
    whatsapp_phone_number_quality_update: normalizePhoneQuality,
    whatsapp_phone_number_name_update: normalizePhoneName,
    whatsapp_account_review_updated: normalizeAccountReview,
  },
});
