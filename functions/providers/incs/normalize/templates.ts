import type { JsonObject } from '../../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { templateUpdate } from '../schema/callbacks.ts';
import { toAccount, toChannel } from './channel.ts';

/** The provider events about templates, and the event of each. */
const templateEvents = {
  template_status_update: 'template.status.updated',
  template_category_update: 'template.category.updated',
  template_quality_update: 'template.quality.updated',
} as const;

export type TemplateProviderEvent = keyof typeof templateEvents;

/** The status, the category or the quality of a template changed. */
export function normalizeTemplateUpdate(
  providerEvent: TemplateProviderEvent,
  body: JsonObject,
  context: NormalizeContext,
): Normalized {
  const read = readItem(templateUpdate, body, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const callback = read.value;
  return {
    understood: true,
    draft: {
      type: templateEvents[providerEvent],
      providerEvent,
      // The documentation describes these for WhatsApp templates only.
      channel: toChannel(undefined, callback, context) ?? 'whatsapp',
      account: toAccount(callback),
      occurredAt: callback.received_at,
      data: {
        template: { id: callback.template_id, name: callback.template_name },
        current: callback.new_value,
        reason: callback.reason,
      },
    },
  };
}
