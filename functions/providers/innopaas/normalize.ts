import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../shared/provider/provider-adapter.ts';
import { unknownProviderEvent } from '../../../shared/provider/unknown-provider-event.ts';
import { normalizeAccountReview } from './normalize/account-review.ts';
import { normalizeReceivedInChat, normalizeSentInChat } from './normalize/chat-message.ts';
import { normalizeInboundMessage } from './normalize/inbound-message.ts';
import { normalizeMessageStatus } from './normalize/message-status.ts';
import { normalizePhoneName, normalizePhoneQuality } from './normalize/phone-updates.ts';
import {
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateStatus,
} from './normalize/template-updates.ts';

type ProviderEventReader = (
  callback: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
) => Normalized;

const providerEventReaders: ReadonlyMap<unknown, ProviderEventReader> = new Map([
  ['whatsapp_mo_message_received', normalizeInboundMessage],
  ['chat_mo_message_notify', normalizeReceivedInChat],
  ['chat_mt_message_notify', normalizeSentInChat],
  ['whatsapp_message_status_updated', normalizeMessageStatus],
  ['whatsapp_template_status_updated', normalizeTemplateStatus],
  ['whatsapp_template_status_update', normalizeTemplateStatus],
  ['template_category_update', normalizeTemplateCategory],
  ['message_template_quality_update', normalizeTemplateQuality],
  ['whatsapp_phone_number_quality_update', normalizePhoneQuality],
  ['whatsapp_phone_number_name_update', normalizePhoneName],
  ['whatsapp_account_review_updated', normalizeAccountReview],
]);

/** Gives the event of one InnoPaaS callback: there is always one. `type` names the provider event. */
export function normalize(body: JsonValue, context: NormalizeContext): readonly Normalized[] {
  if (!isJsonObject(body))
    return [{ understood: false, unrecognized: { reason: 'not_an_object' } }];
  const { type: providerEvent } = body;
  const read = providerEventReaders.get(providerEvent);
  return [
    read !== undefined && typeof providerEvent === 'string'
      ? read(body, providerEvent, context)
      : unknownProviderEvent(providerEvent, ['type']),
  ];
}
