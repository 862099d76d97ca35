import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { templateStatusEvent } from '../schema.ts';
import { toAccount, toChannel } from './parties.ts';

/** `template-status-event`: a message template was approved, rejected, paused … */
export const normalizeTemplateStatus = normalizeWith(
  templateStatusEvent,
  (callback, item, context) => ({
    kind: 'event',
    draft: {
      type: 'template.status.updated',
      providerEvent: item.providerEvent,
      channel: toChannel(callback, context),
      account: toAccount(callback),
      occurredAt: callback.timestamp,
      data: {
        template: {
          id: callback.templateId,
          name: callback.templateName,
          language: callback.languageCode,
        },
        current: callback.status,
        reason: callback.reason,
      },
      item: item.json,
    },
  }),
);
