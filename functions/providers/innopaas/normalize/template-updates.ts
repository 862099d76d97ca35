import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toTemplateDetails } from '../../../../shared/whatsapp/template-details.ts';
import { templateCategory, templateQuality, templateStatus } from '../schema.ts';
import { toAccount } from './parties.ts';

type TemplateUpdate = EventDraft<
  'template.status.updated' | 'template.category.updated' | 'template.quality.updated'
>;

/** What the callbacks about templates have in common. */
interface TemplateCallback {
  readonly eventTime: string | undefined;
  readonly body: {
    readonly accountName?: string | undefined;
    readonly wabaId?: string | undefined;
    readonly templateId?: string | undefined;
    readonly templateName?: string | undefined;
    readonly templateLanguage?: string | undefined;
  };
}

/** `whatsapp_template_status_updated`, also without its last letter: approved, rejected, paused … */
export const normalizeTemplateStatus = normalizeWith(templateStatus, (callback, item: BodyItem) => {
  const { category, templateStatus: current, reason } = callback.body;
  const details = toTemplateDetails(callback.body);
  const change = { template: { category }, current, reason, ...details };
  return toTemplateUpdate('template.status.updated', callback, item, change);
});

/** `message_template_quality_update`: the quality score of a template changed. */
export const normalizeTemplateQuality = normalizeWith(
  templateQuality,
  (callback, item: BodyItem) => {
    const { previousQualityScore: previous, newQualityScore: current } = callback.body;
    return toTemplateUpdate('template.quality.updated', callback, item, { previous, current });
  },
);

/** `template_category_update`: a template moved to another category. */
export const normalizeTemplateCategory = normalizeWith(
  templateCategory,
  (callback, item: BodyItem) => {
    const { body } = callback;
    const previous = body.previousCategory ?? body.previous_category;
    const current = body.newCategory ?? body.new_category ?? body.category;
    if (current === undefined) {
      return invalidShape(item, ['body', 'newCategory'], 'expected a category');
    }
    const change = { previous, current, reason: body.reason };
    return toTemplateUpdate('template.category.updated', callback, item, change);
  },
);

function toTemplateUpdate(
  type: TemplateUpdate['type'],
  { eventTime, body }: TemplateCallback,
  item: BodyItem,
  change: Omit<TemplateUpdate['data'], 'template'> & {
    readonly template?: { readonly category: string | undefined };
  },
): NormalizeResult {
  const { templateId: id, templateName: name, templateLanguage: language } = body;
  if (id === undefined && name === undefined) {
    const problem = 'expected the id or the name of a template';
    return invalidShape(item, ['body', 'templateId'], problem);
  }
  return {
    kind: 'event',
    draft: {
      type,
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt: eventTime,
      data: { ...change, template: { id, name, language, ...change.template } },
      item: item.json.body,
    },
  };
}
