import { conversationKey } from '../contract/conversation-key.ts';
import { normalizeWith } from '../provider/normalize-items.ts';
import { invalidShape } from '../provider/read-item.ts';
import { toAccount, toBusiness, toUser } from '../whatsapp/parties.ts';
import { type Change, toEnvelope } from './changes.ts';
import { handover } from './conversation-schemas.ts';
import { toOrigin } from './messages.ts';

/** `messaging_handovers`: one app passed control of a conversation to another, or took it. */
export const normalizeHandover = normalizeWith(handover, (value, change: Change, context) => {
  const { sender, recipient, timestamp, control_passed, control_taken } = value;
  const { account, ...envelope } = toEnvelope(change);
  const origin = toOrigin(change, context);
  const business = toBusiness(recipient, origin);
  if (business === undefined) {
    const problem = 'expected the phone number or the id of the business';
    return invalidShape(change, ['recipient'], problem);
  }
  const control = control_passed ?? control_taken;
  if (control === undefined) {
    return invalidShape(change, ['control_passed'], 'expected what has happened to the control');
  }
  const ref = {
    waId: sender?.phone_number,
    userId: sender?.user_id,
    parentUserId: sender?.parent_user_id,
  };
  const user = toUser(ref, undefined);
  const previousRole = control.previous_owner_role ?? control.previous_owner_app_role;
  return {
    kind: 'event',
    draft: {
      ...envelope,
      type: 'conversation.updated',
      account: toAccount(recipient, { account }),
      occurredAt: timestamp ?? change.sentAt,
      data: {
        conversation: { key: user && conversationKey({ channel: 'whatsapp', business, user }) },
        business,
        user,
        aspect: 'owner',
        change: value.type ?? (control_passed === undefined ? 'control_taken' : 'control_passed'),
        previous: previousRole ?? control.previous_owner_app_id,
        previousOwnerId: control.previous_owner_app_id,
        // No member is required: that control went elsewhere is known all the same.
        current: control.new_owner_role ?? control.new_owner_app_id ?? 'unknown',
        ownerId: control.new_owner_app_id,
        note: control.metadata,
        summary: control.conversation_context?.summary?.text,
      },
    },
  };
});
