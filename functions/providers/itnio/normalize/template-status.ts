import type { JsonObject } from '../../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { templateStatusEvent } from '../schema.ts';
import { toAccount, toChannel } from './parties.ts';

/** `template-status-event`: a message template was approved, rejected, paused … */
export function normalizeTemplateStatus(
  body: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(templateStatusEvent, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const callback = read.value;
  return {
    understood: true,
    draft: {
      type: 'template.status.updated',
      providerEvent,
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
    },
  };
}
