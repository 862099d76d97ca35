import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import type {
  NormalizeContext,
  NormalizedPart,
} from '../../../shared/provider/provider-adapter.ts';
import { unknownProviderEvent } from '../../../shared/provider/unknown-provider-event.ts';
import {
  normalizeAccountAlert,
  normalizeAccountReview,
  normalizeAccountUpdate,
} from './normalize/accounts.ts';
import { type Change, readChanges } from './normalize/change.ts';
import { normalizeMessages } from './normalize/messages.ts';
import { normalizeNotModelled } from './normalize/not-modelled.ts';
import {
  normalizePhoneName,
  normalizePhoneQuality,
  normalizePhoneSecurity,
} from './normalize/phones.ts';
import {
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateStatus,
} from './normalize/templates.ts';
import { normalizeUserIdUpdates, normalizeUserPreferences } from './normalize/users.ts';

type ChangeReader = (change: Change, context: NormalizeContext) => readonly NormalizedPart[];

const changeReaders: ReadonlyMap<string, ChangeReader> = new Map<string, ChangeReader>([
  ['messages', normalizeMessages],
  ['smb_message_echoes', normalizeMessages],
  ['message_template_status_update', normalizeTemplateStatus],
  ['message_template_quality_update', normalizeTemplateQuality],
  ['template_category_update', normalizeTemplateCategory],
  ['account_update', normalizeAccountUpdate],
  ['account_review_update', normalizeAccountReview],
  ['account_alerts', normalizeAccountAlert],
  ['phone_number_quality_update', normalizePhoneQuality],
  ['phone_number_name_update', normalizePhoneName],
  ['security', normalizePhoneSecurity],
  ['user_preferences', normalizeUserPreferences],
  ['user_id_update', normalizeUserIdUpdates],
]);

/** The parts of one delivery of Meta: those of each change of each entry, in their order. */
export function normalize(body: JsonValue, context: NormalizeContext): readonly NormalizedPart[] {
  if (!isJsonObject(body))
    return [{ understood: false, unrecognized: { reason: 'not_an_object' } }];
  const { object = 'whatsapp_business_account' } = body;
  if (object !== 'whatsapp_business_account') return [unknownProviderEvent(object, ['object'])];
  const changes = readChanges(body);
  if (changes.length === 0) {
    const problem = 'expected a change';
    const unrecognized = { reason: 'invalid_shape', path: '$.entry', problem } as const;
    return [{ understood: false, unrecognized }];
  }
  return changes.flatMap((read) => {
    if ('unread' in read) return [read.unread];
    const normalizeChange = changeReaders.get(read.change.providerEvent) ?? normalizeNotModelled;
    return normalizeChange(read.change, context);
  });
}
