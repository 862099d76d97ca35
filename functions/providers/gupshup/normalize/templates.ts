import type { Change } from '../../../../shared/cloud-api/changes.ts';
import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { templateEvent } from '../schema.ts';
import { toAccount, toItem } from './parties.ts';

/** `template-event`: the status of a template, or that its category changed, or is about to. */
export const normalizeTemplateEvent = normalizeWith(
  templateEvent,
  ({ payload: known, ...callback }, item: Change) => {
    const { id, elementName: name, languageCode: language, status, category } = known;
    if (id === undefined && name === undefined) {
      const problem = 'expected the id or the name of a template';
      return invalidShape(item, ['payload', 'id'], problem);
    }
    const envelope: Omit<EventDraft<'template.status.updated'>, 'type' | 'data'> = {
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: toAccount(callback),
      occurredAt: callback.timestamp,
      item: toItem(item.json),
    };
    const template = { id, name, language };
    const now = category?.new ?? category?.current;
    if (now !== undefined) {
      const { correct } = category ?? {};
      const upcoming = correct === undefined ? undefined : { current: correct };
      const data = { template, previous: category?.old, current: now, upcoming };
      return { kind: 'event', draft: { ...envelope, type: 'template.category.updated', data } };
    }
    if (status === undefined) return invalidShape(item, ['payload', 'status'], 'expected text');
    const explanation = { description: known.description };
    const data = { template, current: status, reason: known.rejectedReason, explanation };
    return { kind: 'event', draft: { ...envelope, type: 'template.status.updated', data } };
  },
);
