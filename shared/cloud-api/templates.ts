import type { EventDraft } from '../contract/draft.ts';
import { isJsonObject } from '../json.ts';
import { type Normalizer, normalizeWith } from '../provider/normalize-items.ts';
import { continueWith, invalidShape, type ReadResult } from '../provider/read-item.ts';
import { toTemplateDetails } from '../whatsapp/template-details.ts';
import { type Change, toEnvelope } from './changes.ts';
import { categoryDetection, templateCategory, templateQuality, templateStatus } from './schema.ts';

type Template = EventDraft<'template.status.updated'>['data']['template'];

/** What the fields about templates have in common. */
interface TemplateFields {
  readonly message_template_id?: string | undefined;
  readonly message_template_name?: string | undefined;
  readonly message_template_language?: string | undefined;
}

/**
 * `message_template_status_update`: approved, rejected, paused, disabled … The documented example of
 * a quality update names this field too, so a value with a score is read as a quality update.
 */
export const normalizeTemplateStatus: Normalizer<Change> = (change, context) =>
  isJsonObject(change.json) && 'new_quality_score' in change.json
    ? normalizeTemplateQuality(change, context)
    : normalizeStatus(change, context);

const normalizeStatus = normalizeWith(templateStatus, (value, change: Change) => {
  const { event, message_template_category: category, reason } = value;
  return continueWith(readTemplate(value, change), (template) => ({
    kind: 'event',
    draft: {
      ...toEnvelope(change),
      type: 'template.status.updated',
      data: {
        template: { ...template, category },
        current: event,
        reason,
        ...toTemplateDetails(value),
      },
    },
  }));
});

/** `message_template_quality_update`: the quality score of a template changed. */
export const normalizeTemplateQuality = normalizeWith(templateQuality, (value, change: Change) => {
  const { previous_quality_score: previous, new_quality_score: current } = value;
  return continueWith(readTemplate(value, change), (template) => ({
    kind: 'event',
    draft: {
      ...toEnvelope(change),
      type: 'template.quality.updated',
      data: { template, previous, current },
    },
  }));
});

/** `template_category_update`: WhatsApp moved a template to another category, or will do so. */
export const normalizeTemplateCategory = normalizeWith(
  templateCategory,
  (value, change: Change) => {
    const { previous_category: previous, new_category: current, correct_category } = value;
    const upcoming = correct_category && {
      current: correct_category,
      at: value.category_update_timestamp,
    };
    return continueWith(readTemplate(value, change), (template) => ({
      kind: 'event',
      draft: {
        ...toEnvelope(change),
        type: 'template.category.updated',
        data: { template, previous, current, upcoming: upcoming || undefined },
      },
    }));
  },
);

/**
 * `template_correct_category_detection`: a message was sent as one category, and its content has another
 * one. The template keeps its category.
 */
export const normalizeCategoryDetection = normalizeWith(
  categoryDetection,
  (value, change: Change) => {
    const { category: current, correct_category: detected } = value;
    return continueWith(readTemplate(value, change), (template) => ({
      kind: 'event',
      draft: {
        ...toEnvelope(change),
        type: 'template.category.updated',
        data: { template, current, detected },
      },
    }));
  },
);

function readTemplate(
  {
    message_template_id: id,
    message_template_name: name,
    message_template_language: language,
  }: TemplateFields,
  change: Change,
): ReadResult<Template> {
  const problem = 'expected the id or the name of a template';
  return id === undefined && name === undefined
    ? invalidShape(change, ['message_template_id'], problem)
    : { kind: 'read', value: { id, name, language } };
}
