import { isEmpty, isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { toObject } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { placeWithin } from '../../../../shared/provider/read-item.ts';
import { normalizeCloudApiValue } from '../../../../shared/whatsapp/normalize-value.ts';
import { newMessage } from '../schema.ts';
import { toAccount, toBusiness } from './channel.ts';
import { normalizeTrackedRcsObject } from './rcs-object.ts';

/**
 * `new_message`: a user wrote, on WhatsApp as a Cloud API `value`, on RCS as Google's object, which may
 * also be the status of a message or a preference.
 */
export const normalizeNewMessage = normalizeWith(
  newMessage,
  (callback, item: BodyItem, context) => {
    const message = withoutWrapper(item.json.message);
    const place = placeWithin(item, 'message');
    const sides = { account: toAccount(callback), business: toBusiness(callback, context) };
    if (isRcsObject(message)) {
      const origin = { ...place, ...sides, item: { ...item.json, message } };
      return normalizeTrackedRcsObject(message, origin);
    }
    return normalizeCloudApiValue(message, {
      ...place,
      ...sides,
      isOnlyValue: true,
      toBody: (value) => ({ ...item.json, message: value }),
    });
  },
);

/** Meta's envelope of a `value`, from the outside to the inside. */
const wrappers = ['entry', 'changes', 'value'];

/** The `value` or Google's object: without an envelope that holds only this one, or around its message. */
function withoutWrapper(message: JsonValue | undefined): JsonValue | undefined {
  const object = toObject(message);
  if (object === undefined) return message;
  const inner = wrappers.map((name) => toObject(object[name])).find((each) => each !== undefined);
  if (inner !== undefined) return withoutWrapper(inner);
  return isBareMessage(object) ? { messages: [object] } : object;
}

/** A message of the Cloud API without the `value` around it. */
function isBareMessage(object: JsonObject): boolean {
  return 'id' in object && 'type' in object && ('from' in object || 'from_user_id' in object);
}

/** No field names the channel: RCS has its own words, and none of the Cloud API's. */
function isRcsObject(message: JsonValue | undefined): message is JsonObject {
  return (
    isJsonObject(message) &&
    isEmpty(message.messaging_product) &&
    rcsNames.some((name) => !isEmpty(message[name]))
  );
}

const rcsNames = ['senderPhoneNumber', 'phoneNumber', 'messageId', 'eventType', 'agentId'];
