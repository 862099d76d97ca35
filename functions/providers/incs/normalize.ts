import {
  normalizeItems,
  wholeBody,
  withObjects,
} from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import { normalizeMessageCreated } from './normalize/message-created.ts';
import { normalizeNewMessage } from './normalize/new-message.ts';
import { normalizeMessageStatus } from './normalize/statuses.ts';
import {
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateStatus,
} from './normalize/templates.ts';

export const normalize = normalizeItems(manifest, {
  readItems: withObjects(['message'], wholeBody('event')),
  normalizers: {
    new_message: normalizeNewMessage,
    message_created: normalizeMessageCreated,
    message_status_update: normalizeMessageStatus,
    message_status_updated: normalizeMessageStatus,
    template_status_update: normalizeTemplateStatus,
    template_category_update: normalizeTemplateCategory,
    template_quality_update: normalizeTemplateQuality,
  },
});
