import type { Content } from '../contract/index.ts';
import {
  boolean,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  text,
} from '../provider/inbound.ts';
import { mapRead, readItem } from '../provider/read-item.ts';
import { toPhoneOrId } from '../provider/values/phone.ts';
import { type BodyReader, withoutFiles } from './message-body.ts';

/**
 * A notice of WhatsApp about the user: a new number (`user_changed_number`, in older versions
 * `customer_changed_number`), a new id (`user_changed_user_id`), a new device or install
 * (`customer_identity_changed`). The new number is in `wa_id`, up to version 11 in `new_wa_id`; the
 * message is `from` the old one. `identity` is an object beside `system`, or a bare hash inside it.
 */
const systemMessage = inboundObject({
  system: inboundObject({
    type: text,
    body: text,
    wa_id: text,
    new_wa_id: text,
    user_id: text,
    parent_user_id: text,
    identity: text,
  }),
  identity: optionalObject({ acknowledged: boolean, created_timestamp: instant, hash: text }),
});

export const readSystem: BodyReader = (message, place) =>
  mapRead(readItem(systemMessage, message, place), (notice) => withoutFiles(toContent(notice)));

function toContent({ system, identity }: InboundValue<typeof systemMessage>): Content {
  const changed = toPhoneOrId(system.wa_id ?? system.new_wa_id);
  return {
    kind: 'system',
    type: system.type ?? 'system',
    text: system.body,
    newPhone: changed.phone,
    newUserId: system.user_id ?? changed.id,
    newParentUserId: system.parent_user_id,
    identity: {
      acknowledged: identity?.acknowledged,
      createdAt: identity?.created_timestamp,
      hash: identity?.hash ?? system.identity,
    },
  };
}

/** A user opened the chat for the first time and has not written yet: there is only the type. */
export const readRequestWelcome: BodyReader = () => ({
  kind: 'read',
  value: withoutFiles({ kind: 'system', type: 'request_welcome' }),
});
