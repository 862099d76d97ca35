import * as z from 'zod/mini';
import {
  instant,
  optionalObject,
  phone,
  requiredText,
  text,
} from '../../shared/normalizers/inbound.ts';

/** What every callback of a channel says of it. Older revisions leave both out; RCS sends `""`. */
const channelFields = { channel_id: text, business_phone: phone };

export const newMessage = z.looseObject({ ...channelFields });

/** The status of a message by its WhatsApp id, in the Cloud API's words. */
export const messageStatusUpdate = z.looseObject({
  ...channelFields,
  message_id: requiredText,
  message_status: requiredText,
  error: optionalObject({ code: text, title: text }),
  received_at: instant,
});
