import type { EventDraft } from '../../../../shared/contract/draft.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { template } from '../schema.ts';
import { toAccount } from './parties.ts';

type TemplateType = Extract<EventDraft['type'], `template.${string}`>;

/** A template of WhatsApp was approved, rejected, paused … */
export const normalizeTemplateStatus = normalizeWith(template, (update, item: BodyItem) => {
  const { newStatus: current, reason } = update.change;
  return toTemplateUpdate('template.status.updated', update, item, 'newStatus', {
    current,
    reason,
  });
});

/** A template moved to another category. */
export const normalizeTemplateCategory = normalizeWith(template, (update, item: BodyItem) => {
  const { previousCategory: previous, newCategory: current } = update.change;
  return toTemplateUpdate('template.category.updated', update, item, 'newCategory', {
    previous,
    current,
  });
});

/** The quality score of a template changed. */
export const normalizeTemplateQuality = normalizeWith(template, (update, item: BodyItem) => {
  const { previousQualityScore: previous, newQualityScore: current } = update.change;
  return toTemplateUpdate('template.quality.updated', update, item, 'newQualityScore', {
    previous,
    current,
  });
});

function toTemplateUpdate(
  type: TemplateType,
  update: InboundValue<typeof template>,
  item: BodyItem,
  field: string,
  change: {
    readonly current: string | undefined;
    readonly previous?: string | undefined;
    readonly reason?: string | undefined;
  },
): NormalizeResult {
  const { messageTemplateId: id, messageTemplateName: name } = update;
  const { current } = change;
  if (current === undefined) return invalidShape(item, ['change', field], 'expected text');
  if (id === undefined && name === undefined) {
    const problem = 'expected the id or the name of a template';
    return invalidShape(item, ['messageTemplateId'], problem);
  }
  return {
    kind: 'event',
    draft: {
      type,
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: toAccount(update),
      occurredAt: update.timestamp,
      data: {
        ...change,
        current,
        template: { id, name, language: update.messageTemplateLanguage },
      },
      item: item.json,
      raw: item.raw,
    },
  };
}
