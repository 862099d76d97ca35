import {
  normalizeItems,
  wholeBody,
  withObjects,
} from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import { normalizeAccountUpdate, normalizePhoneQuality } from './normalize/account-updates.ts';
import { normalizeBilling } from './normalize/billing.ts';
import { normalizeMessageStatus } from './normalize/message-status.ts';
import { normalizeTemplateStatus } from './normalize/template-status.ts';
import { normalizeUpMessage } from './normalize/up-message.ts';

export const normalize = normalizeItems(manifest, {
  // ITNIO's own callbacks have `eventType`, those that it passes on from Meta have `field`.
  readItems: withObjects(['from', 'message'], wholeBody('eventType', 'field')),
  normalizers: {
    'up-message-event': normalizeUpMessage,
    'message-status-event': normalizeMessageStatus,
    'template-status-event': normalizeTemplateStatus,
    'billing-event': normalizeBilling,
    account_update: normalizeAccountUpdate,
    phone_number_quality_update: normalizePhoneQuality,
  },
});
