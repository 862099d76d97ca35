import {
  inboundObject,
  instant,
  phone,
  reason,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';
import { consoleMessage } from './schema/console-message.ts';
import { reportedErrors } from './schema/reported-errors.ts';

/** How a callback names the sending channel. Older revisions omit both; RCS sends `""` for the phone. */
const channelFields = { channel_id: text, business_phone: phone };

export interface ChannelFields {
  readonly channel_id?: string | undefined;
  readonly business_phone?: string | undefined;
}

/** `new_message`: what stands around a user's message, a Cloud API `value` or an RCS message. */
export const newMessage = inboundObject(channelFields);

/** `message_created`: a message of either direction, in the form of the console. */
export const messageCreated = inboundObject({ message: consoleMessage });

/**
 * `message_status_update`: by the WhatsApp id of the message, in the Cloud API's words.
 *
 *     { "event": "message_status_update", "channel_id": 30058, "business_phone": "15550100001",
 *       "message_id": "wamid.HBgM…", "message_status": "failed", "received_at": 1754466101,
 *       "error": { "code": 131049, "title": "This message was not delivered to maintain …" } }
 *
 * `message_status_updated`: by the INCS id of the message, in numbers.
 *
 *     { "event": "message_status_updated", "message_id": 260400000084, "message_status": 4,
 *       "error": "", "updated_at": "2026-04-07T13:11:27.000000Z" }
 */
export const messageStatus = inboundObject({
  ...channelFields,
  message_id: requiredText,
  message_status: requiredText,
  error: reportedErrors,
  received_at: instant,
  updated_at: instant,
});

/**
 * `template_status_update`, `template_category_update`, `template_quality_update`. Older revisions
 * do not say which template.
 *
 *     { "event": "template_quality_update", "channel_id": 30058, "business_phone": "15550100001",
 *       "template_id": "1287380349540668", "template_name": "tmp_test", "new_value": "YELLOW",
 *       "reason": "", "received_at": 1754466101 }
 */
export const templateUpdate = inboundObject({
  ...channelFields,
  template_id: text,
  template_name: text,
  new_value: requiredText,
  reason,
  received_at: instant,
});
