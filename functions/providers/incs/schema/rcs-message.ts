import {
  count,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  requiredText,
  text,
} from '../../../../shared/provider/inbound.ts';
import { latitude, longitude } from '../../../../shared/provider/values/coordinates.ts';

const file = { mimeType: text, fileSizeBytes: count, fileName: text, fileUri: text };

/**
 * An RCS message of a user, as Google's RCS for Business sends it.
 *
 *     { "senderPhoneNumber": "+447700900123", "messageId": "5312df2b-…", "text": "Hi",
 *       "sendTime": "2024-04-20T10:11:02.589915Z", "agentId": "shop_agent@rbm.goog" }
 *
 * Instead of `text` there may be `userFile`, `suggestionResponse` or `location`.
 */
export const rcsMessage = inboundObject({
  senderPhoneNumber: requiredText,
  messageId: requiredText,
  sendTime: instant,
  agentId: text,
  text,
  userFile: optionalObject({ payload: optionalObject(file), thumbnail: optionalObject(file) }),
  suggestionResponse: optionalObject({
    postbackData: text,
    text,
    type: text,
    trackdata: optionalObject({
      suggestionType: text,
      msgType: text,
      cardIndex: count,
      suggestionIndex: count,
      msgId: text,
      msgDate: instant,
      template: text,
    }),
  }),
  location: optionalObject({ latitude, longitude }),
});

export type RcsMessage = InboundValue<typeof rcsMessage>;
