import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../shared/provider/provider-adapter.ts';
import { unknownProviderEvent } from '../../../shared/provider/unknown-provider-event.ts';
import { normalizeAccountUpdate, normalizePhoneQuality } from './normalize/account-updates.ts';
import { normalizeBilling } from './normalize/billing.ts';
import { normalizeMessageStatus } from './normalize/message-status.ts';
import { normalizeTemplateStatus } from './normalize/template-status.ts';
import { normalizeUpMessage } from './normalize/up-message.ts';

type ProviderEventReader = (
  body: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
) => Normalized;

const providerEventReaders: ReadonlyMap<unknown, ProviderEventReader> = new Map([
  ['up-message-event', normalizeUpMessage],
  ['message-status-event', normalizeMessageStatus],
  ['template-status-event', normalizeTemplateStatus],
  ['billing-event', normalizeBilling],
  ['account_update', normalizeAccountUpdate],
  ['phone_number_quality_update', normalizePhoneQuality],
]);

/**
 * Gives the event of one ITNIO callback: there is always one. `eventType` names the provider event, or, for
 * what ITNIO passes on from Meta's account webhooks, `field`.
 */
export function normalize(body: JsonValue, context: NormalizeContext): readonly Normalized[] {
  if (!isJsonObject(body))
    return [{ understood: false, unrecognized: { reason: 'not_an_object' } }];
  const discriminator = body.field && !body.eventType ? 'field' : 'eventType';
  const providerEvent = body[discriminator];
  const read = providerEventReaders.get(providerEvent);
  return [
    read !== undefined && typeof providerEvent === 'string'
      ? read(body, providerEvent, context)
      : unknownProviderEvent(providerEvent, [discriminator]),
  ];
}
