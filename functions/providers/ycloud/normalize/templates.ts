import type { EventDraft } from '../../../../shared/contract/draft.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toCalendarDate } from '../../../../shared/provider/values/calendar-date.ts';
import { toInstant } from '../../../../shared/provider/values/instant.ts';
import { template } from '../schema/accounts.ts';

/** `whatsapp.template.reviewed`: a template was approved, rejected, paused, disabled … */
export const normalizeTemplateReview = normalizeWith(template, (callback, item: BodyItem) => {
  const { statusUpdateEvent, status, reason, disableDate } = callback.whatsappTemplate;
  return toTemplateUpdate('template.status.updated', callback, item, {
    current: statusUpdateEvent ?? status,
    reason,
    disabledAt: disableDate && toInstant(toCalendarDate(disableDate)),
  });
});

/** `whatsapp.template.category_updated`: a template moved to another category. */
export const normalizeTemplateCategory = normalizeWith(template, (callback, item: BodyItem) => {
  const { previousCategory: previous, category: current } = callback.whatsappTemplate;
  return toTemplateUpdate('template.category.updated', callback, item, { previous, current });
});

/** `whatsapp.template.quality_updated`: the quality score of a template changed. */
export const normalizeTemplateQuality = normalizeWith(template, (callback, item: BodyItem) =>
  toTemplateUpdate('template.quality.updated', callback, item, {
    current: callback.whatsappTemplate.qualityRating,
  }),
);

/** What changed; without its value the callback is unrecognized. */
interface Change {
  readonly current: string | undefined;
  readonly previous?: string | undefined;
  readonly reason?: string | undefined;
  readonly disabledAt?: string | undefined;
}

/** Where the value stands. */
const members = {
  'template.status.updated': 'statusUpdateEvent',
  'template.category.updated': 'category',
  'template.quality.updated': 'qualityRating',
} as const;

function toTemplateUpdate(
  type: keyof typeof members,
  { createTime, whatsappTemplate: known }: InboundValue<typeof template>,
  item: BodyItem,
  { current, ...change }: Change,
): NormalizeResult {
  const at = (name: string) => ['whatsappTemplate', name];
  if (current === undefined) return invalidShape(item, at(members[type]), 'expected text');
  const { officialTemplateId: id, name, language, category, wabaId } = known;
  if (id === undefined && name === undefined) {
    return invalidShape(item, at('name'), 'expected the id or the name of a template');
  }
  const isOfCategory = type === 'template.category.updated';
  const draft = {
    type,
    providerEvent: item.providerEvent,
    channel: 'whatsapp',
    account: { wabaId },
    occurredAt: createTime,
    data: {
      template: { id, name, language, category: isOfCategory ? undefined : category },
      current,
      ...change,
    },
    item: item.json.whatsappTemplate,
  };
  // Only a status has a date, which TypeScript cannot follow through the type.
  return { kind: 'event', draft: draft as EventDraft };
}
