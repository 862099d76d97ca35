import type { EventDraft } from '../../../../shared/contract/draft.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { templateCategory, templateQuality, templateStatus } from '../schema.ts';
import { unrecognized } from './misfit.ts';
import { toAccount } from './parties.ts';

type TemplateUpdate = EventDraft<
  'template.status.updated' | 'template.category.updated' | 'template.quality.updated'
>;

/** What the callbacks about templates have in common. */
interface TemplateBody {
  readonly accountName?: string | undefined;
  readonly wabaId?: string | undefined;
  readonly templateId?: string | undefined;
  readonly templateName?: string | undefined;
  readonly templateLanguage?: string | undefined;
}

/** `whatsapp_template_status_updated`, also without its last letter: approved, rejected, paused … */
export function normalizeTemplateStatus(callback: JsonObject, providerEvent: string): Normalized {
  const read = readItem(templateStatus, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  return toTemplateUpdate('template.status.updated', providerEvent, eventTime, body, {
    template: { category: body.category },
    current: body.templateStatus,
    reason: body.reason,
  });
}

/** `message_template_quality_update`: the quality score of a template changed. */
export function normalizeTemplateQuality(callback: JsonObject, providerEvent: string): Normalized {
  const read = readItem(templateQuality, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  return toTemplateUpdate('template.quality.updated', providerEvent, eventTime, body, {
    previous: body.previousQualityScore,
    current: body.newQualityScore,
  });
}

/** `template_category_update`: a template moved to another category. */
export function normalizeTemplateCategory(callback: JsonObject, providerEvent: string): Normalized {
  const read = readItem(templateCategory, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  const current = body.newCategory ?? body.new_category ?? body.category;
  if (current === undefined)
    return unrecognized(providerEvent, '$.body.newCategory', 'expected a category');
  return toTemplateUpdate('template.category.updated', providerEvent, eventTime, body, {
    previous: body.previousCategory ?? body.previous_category,
    current,
    reason: body.reason,
  });
}

function toTemplateUpdate(
  type: TemplateUpdate['type'],
  providerEvent: string,
  occurredAt: string | undefined,
  body: TemplateBody,
  change: Omit<TemplateUpdate['data'], 'template'> & {
    readonly template?: { readonly category: string | undefined };
  },
): Normalized {
  const { templateId: id, templateName: name, templateLanguage: language } = body;
  if (id === undefined && name === undefined) {
    return unrecognized(
      providerEvent,
      '$.body.templateId',
      'expected the id or the name of a template',
    );
  }
  return {
    understood: true,
    draft: {
      type,
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt,
      data: { ...change, template: { id, name, language, ...change.template } },
    },
  };
}
