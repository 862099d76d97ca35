import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { placeWithin } from '../../../../shared/provider/read-item.ts';
import { normalizeCloudApiValue } from '../../../../shared/whatsapp/normalize-value.ts';
import { newMessage } from '../schema.ts';
import { toAccount, toBusiness } from './channel.ts';
import { normalizeRcsMessage } from './rcs-message.ts';

/** `new_message`: a user wrote, on WhatsApp as a Cloud API `value`, on RCS as Google's message. */
export const normalizeNewMessage = normalizeWith(
  newMessage,
  (callback, item: BodyItem, context) => {
    const { message } = item.json;
    const place = placeWithin(item, 'message');
    const sides = { account: toAccount(callback), business: toBusiness(callback, context) };
    if (isRcsMessage(message)) return normalizeRcsMessage(message, place, sides);
    return normalizeCloudApiValue(message, {
      ...place,
      ...sides,
      isOnlyValue: true,
      toBody: (value) => ({ ...item.json, message: value }),
    });
  },
);

/** No field names the channel: RCS has its own words, and none of the Cloud API's. */
function isRcsMessage(message: JsonValue | undefined): message is JsonObject {
  return (
    isJsonObject(message) &&
    !('messaging_product' in message) &&
    ('senderPhoneNumber' in message || 'messageId' in message || 'agentId' in message)
  );
}
