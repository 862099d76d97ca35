import {
  boolean,
  count,
  type InboundValue,
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  requiredText,
  sha256,
  text,
} from '../provider/inbound.ts';
import { cloudApiErrors } from '../whatsapp/schema.ts';

// The webhooks about conversations, groups and the address book: standby, messaging_handovers, history,
// group_* and smb_app_state_sync in
// developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference and groups/webhooks,
// read on 2026-11-28.

/** An entry of `history`: a part of the messages of 180 days, or why there are none. */
export const historyEntry = inboundObject({
  metadata: optionalObject({ phase: count, chunk_order: count, progress: count }),
  errors: cloudApiErrors,
});

/** All messages with one user; its `id` is the user's number. */
export const historyThread = inboundObject({
  id: text,
  context: optionalObject({ wa_id: text, user_id: text, parent_user_id: text, username: text }),
});

/** What a message of the history has beside an ordinary one, and who wrote it. */
export const historyMessage = inboundObject({
  from: text,
  from_user_id: text,
  history_context: optionalObject({ status: text }),
});

const control = optionalObject({
  previous_owner_app_id: text,
  previous_owner_role: text,
  previous_owner_app_role: text,
  new_owner_app_id: text,
  new_owner_role: text,
  metadata: text,
  conversation_context: optionalObject({ summary: optionalObject({ text }) }),
});

/** `sender` is the user, and may be absent; `recipient` is the number of the business. */
export const handover = inboundObject({
  type: text,
  timestamp: instant,
  sender: optionalObject({ phone_number: text, user_id: text, parent_user_id: text }),
  recipient: optionalObject({ display_phone_number: text, phone_number_id: text }),
  control_passed: control,
  control_taken: control,
});

const member = {
  wa_id: text,
  user_id: text,
  parent_user_id: text,
  username: text,
};

const groupMember = inboundObject({ ...member, input: text, errors: cloudApiErrors });

const members = optionalList(groupMember);

const setting = { update_successful: boolean, errors: cloudApiErrors };

/** An entry of `groups`, in all fields about groups. A request to join names the user in the entry itself. */
export const groupEntry = inboundObject({
  timestamp: instant,
  group_id: text,
  type: requiredText,
  request_id: text,
  reason: text,
  initiated_by: text,
  join_request_id: text,
  subject: text,
  description: text,
  invite_link: text,
  join_approval_mode: text,
  ...member,
  added_participants: members,
  removed_participants: members,
  failed_participants: members,
  group_subject: optionalObject({ text, ...setting }),
  group_description: optionalObject({ text, ...setting }),
  profile_picture: optionalObject({ mime_type: text, sha256, ...setting }),
  errors: cloudApiErrors,
});

export type GroupEntry = InboundValue<typeof groupEntry>;
export type GroupMember = InboundValue<typeof groupMember>;

/** An entry of `state_sync`: a contact was added or changed (`add`) or removed in the address book. */
export const syncedContact = inboundObject({
  action: requiredText,
  contact: inboundObject({
    full_name: text,
    first_name: text,
    phone_number: text,
    user_id: text,
    parent_user_id: text,
    username: text,
  }),
  metadata: optionalObject({ timestamp: instant }),
});
