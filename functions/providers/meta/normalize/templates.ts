import { isJsonObject } from '../../../../shared/json.ts';
import { invalidShape } from '../../../../shared/provider/invalid-shape.ts';
import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { templateCategory, templateQuality, templateStatus } from '../schema.ts';
import { type Change, toEnvelope } from './change.ts';

/** What the fields about templates have in common. */
interface TemplateFields {
  readonly message_template_id?: string | undefined;
  readonly message_template_name?: string | undefined;
  readonly message_template_language?: string | undefined;
}

/**
 * `message_template_status_update`: approved, rejected, paused, disabled … The documented example of
 * a quality update names this field too, so a score is read as one.
 */
export function normalizeTemplateStatus(change: Change): readonly Normalized[] {
  const { value } = change;
  if (isJsonObject(value) && 'new_quality_score' in value) return normalizeTemplateQuality(change);
  const read = readItem(templateStatus, value, change);
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const { event, message_template_category: category, reason } = read.value;
  const template = toTemplate(read.value);
  if (template === undefined) return [withoutTemplate(change)];
  return [
    {
      understood: true,
      draft: {
        ...toEnvelope(change),
        type: 'template.status.updated',
        data: { template: { ...template, category }, current: event, reason },
      },
    },
  ];
}

/** `message_template_quality_update`: the quality score of a template changed. */
export function normalizeTemplateQuality(change: Change): readonly Normalized[] {
  const read = readItem(templateQuality, change.value, change);
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const { previous_quality_score: previous, new_quality_score: current } = read.value;
  const template = toTemplate(read.value);
  if (template === undefined) return [withoutTemplate(change)];
  return [
    {
      understood: true,
      draft: {
        ...toEnvelope(change),
        type: 'template.quality.updated',
        data: { template, previous, current },
      },
    },
  ];
}

/** `template_category_update`: WhatsApp moved a template to another category, or will do so. */
export function normalizeTemplateCategory(change: Change): readonly Normalized[] {
  const read = readItem(templateCategory, change.value, change);
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const { previous_category: previous, new_category: current, correct_category } = read.value;
  const template = toTemplate(read.value);
  if (template === undefined) return [withoutTemplate(change)];
  const upcoming = correct_category && {
    current: correct_category,
    at: read.value.category_update_timestamp,
  };
  return [
    {
      understood: true,
      draft: {
        ...toEnvelope(change),
        type: 'template.category.updated',
        data: { template, previous, current, upcoming: upcoming || undefined },
      },
    },
  ];
}

function toTemplate(fields: TemplateFields) {
  const {
    message_template_id: id,
    message_template_name: name,
    message_template_language: language,
  } = fields;
  return id === undefined && name === undefined ? undefined : { id, name, language };
}

function withoutTemplate({ providerEvent, path, raw }: Change): Normalized {
  const problem = 'expected the id or the name of a template';
  return invalidShape(providerEvent, [...path, 'message_template_id'], problem, raw);
}
