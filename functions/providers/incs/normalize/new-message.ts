import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { normalizeCloudApiValue } from '../../../../shared/whatsapp/normalize-value.ts';
import { newMessage } from '../schema/callbacks.ts';
import { toAccount, toBusiness } from './channel.ts';
import { normalizeRcsMessage } from './rcs-message.ts';

const providerEvent = 'new_message';

/** A user wrote: on WhatsApp as a Cloud API `value`, on RCS as Google's message. */
export function normalizeNewMessage(
  body: JsonObject,
  context: NormalizeContext,
): readonly Normalized[] {
  const read = readItem(newMessage, body, { providerEvent });
  if (!read.fits) return [{ understood: false, unrecognized: read.unrecognized }];
  const account = toAccount(read.value);
  const business = toBusiness(read.value, context);
  const { message } = body;
  if (isRcsMessage(message))
    return [normalizeRcsMessage(message, { providerEvent, account, business })];
  return normalizeCloudApiValue(message, {
    providerEvent,
    path: ['message'],
    alone: true,
    account,
    business,
    wrap: (value) => ({ ...body, message: value }),
  });
}

/** Nothing names the channel: RCS has its own words, and none of the Cloud API's. */
function isRcsMessage(message: JsonValue | undefined): message is JsonObject {
  return (
    isJsonObject(message) &&
    !('messaging_product' in message) &&
    ('senderPhoneNumber' in message || 'messageId' in message || 'agentId' in message)
  );
}
