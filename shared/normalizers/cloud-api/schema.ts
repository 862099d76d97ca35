import * as z from 'zod/mini';
import { instant, optionalList, optionalObject, requiredText, text } from '../inbound.ts';

/**
 * The WhatsApp Cloud API's objects as they arrive, in the `value` of a webhook of the field
 * `messages`:
 *
 *     { "messaging_product": "whatsapp",
 *       "metadata": { "display_phone_number": "15550100001", "phone_number_id": "106540352242922" },
 *       "contacts": [{ "profile": { "name": "Ada" }, "wa_id": "447700900123" }],
 *       "messages": [{ "from": "447700900123", "id": "wamid.HBgM…", "timestamp": "1756109460",
 *                      "type": "text", "text": { "body": "hello" } }] }
 *
 * developers.facebook.com/documentation/business-messaging/whatsapp, read on 2026-11-21. Since March
 * 2026 users may hide their number: `from` and `wa_id` are then absent and `from_user_id` and
 * `user_id`, scoped to the business, stand for the person.
 */
export const cloudApiError = z.looseObject({
  code: text,
  title: text,
  message: text,
  error_data: optionalObject({ details: text }),
});

export const cloudApiContact = z.looseObject({
  wa_id: text,
  user_id: text,
  parent_user_id: text,
  profile: optionalObject({ name: text, username: text }),
});

export const cloudApiMetadata = optionalObject({
  display_phone_number: text,
  phone_number_id: text,
});

/** What every message has, whatever its `type`; the object named after the type is read apart. */
export const cloudApiMessage = z.looseObject({
  id: requiredText,
  from: text,
  from_user_id: text,
  from_parent_user_id: text,
  timestamp: instant,
  type: text,
  group_id: text,
  errors: optionalList(cloudApiError),
});

export type CloudApiError = z.infer<typeof cloudApiError>;
export type CloudApiContact = z.infer<typeof cloudApiContact>;
export type CloudApiMetadata = z.infer<typeof cloudApiMetadata>;
export type CloudApiMessage = z.infer<typeof cloudApiMessage>;

/** What a `value` says around its items. A contact that cannot be read only costs a name. */
export const cloudApiValue = z.looseObject({
  metadata: cloudApiMetadata,
  contacts: optionalList(z.catch(cloudApiContact, {})),
});
