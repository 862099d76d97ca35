import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { type Normalizer, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { templateUpdate } from '../schema.ts';
import { toAccount, toChannel } from './channel.ts';

type TemplateEvent = Extract<EventDraft['type'], `template.${string}`>;

/** `template_status_update`: a template was approved, rejected, paused … */
export const normalizeTemplateStatus = normalizeTemplateUpdate('template.status.updated');

/** `template_category_update`: a template moved to another category. */
export const normalizeTemplateCategory = normalizeTemplateUpdate('template.category.updated');

/** `template_quality_update`: the quality score of a template changed. */
export const normalizeTemplateQuality = normalizeTemplateUpdate('template.quality.updated');

function normalizeTemplateUpdate(type: TemplateEvent): Normalizer {
  return normalizeWith(templateUpdate, (callback, { providerEvent, json }, context) => ({
    kind: 'event',
    draft: {
      type,
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
      item: json,
    },
  }));
}
