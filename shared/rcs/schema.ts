import { isEmpty } from '../json.ts';
import {
  count,
  type InboundSchema,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  text,
} from '../provider/inbound.ts';
import { latitude, longitude } from '../provider/values/coordinates.ts';

const file = { mimeType: text, fileSizeBytes: count, fileName: text, fileUri: text };

/**
 * What Google's RCS for Business sends about a user: a message, or an event. No field says which of the
 * two it is.
 *
 *     { "senderPhoneNumber": "+447700900123", "messageId": "5312df2b-…", "text": "Hi",
 *       "sendTime": "2024-04-20T10:11:02.589915Z", "agentId": "shop_agent@rbm.goog" }
 *
 *     { "senderPhoneNumber": "+447700900123", "eventType": "DELIVERED", "eventId": "7c4a…",
 *       "messageId": "0b1c2d3e-…", "agentId": "shop_agent@rbm.goog" }
 *
 * A message has `text`, `userFile`, `suggestionResponse` or `location`. In an event `messageId` is the
 * message of the business. Events that Google's server makes itself name the user `phoneNumber`.
 *
 * developers.google.com/business-communications/rcs-business-messaging, reference/rest/v1 (UserMessage,
 * UserEvent, ServerEvent) and guides/build/events, read on 2026-11-28.
 */
export const rcsObject = inboundObject({
  senderPhoneNumber: text,
  phoneNumber: text,
  messageId: text,
  eventId: text,
  eventType: text,
  sendTime: instant,
  agentId: text,
  text,
  userFile: optionalObject({
    category: text,
    payload: optionalObject(file),
    thumbnail: optionalObject(file),
  }),
  suggestionResponse: optionalObject({ postbackData: text, text, type: text }),
  location: optionalObject({ latitude: orZero(latitude), longitude: orZero(longitude) }),
});

export type RcsObject = InboundValue<typeof rcsObject>;

/** Google's JSON is that of protocol buffers, which leaves a number out when it is 0. */
function orZero(degrees: InboundSchema<number>): InboundSchema<number> {
  return { isOptional: false, read: (value) => (isEmpty(value) ? 0 : degrees.read(value)) };
}
