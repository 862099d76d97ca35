import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith } from '../provider/read-item.ts';
import { readMessageStatus } from '../provider/values/message-status.ts';
import { toProviderErrors } from './errors.ts';
import type { ValueContext, ValueItem } from './normalize-value.ts';
import { type PersonRef, toUser } from './parties.ts';
import type { CloudApiStatus } from './schema.ts';

/** The event of one entry of `statuses`: the status of a message that the business sent. */
export function normalizeStatus(
  entry: CloudApiStatus,
  item: ValueItem,
  { providerEvent, account, business }: ValueContext,
): NormalizeResult {
  const group = toGroup(entry);
  const ref = group ? toParticipantRef(entry) : toRecipientRef(entry);
  const place = item.placeOf(ref);
  const person = toUser(ref, item.contactOf(ref));
  return continueWith(readMessageStatus(entry.status, place, ['status']), (status) => ({
    kind: 'event',
    draft: {
      type: 'message.status.updated',
      providerEvent,
      channel: 'whatsapp',
      account,
      occurredAt: entry.timestamp,
      data: {
        messageId: entry.id,
        providerMessageId: item.ownId === entry.id ? undefined : item.ownId,
        ...status,
        business,
        ...(group ? { participant: person, groupId: group.id } : { user: person }),
        errors: toProviderErrors(entry.errors),
        conversation: toConversation(entry),
        pricing: toPricing(entry),
        templateId: entry.template_id,
        callbackData: entry.biz_opaque_callback_data,
      },
      raw: place.raw,
    },
  }));
}

function toRecipientRef(entry: CloudApiStatus): PersonRef {
  return {
    waId: entry.recipient_id,
    userId: entry.recipient_user_id,
    parentUserId: entry.recipient_parent_user_id ?? entry.parent_recipient_user_id,
  };
}

/**
 * The group that a message was sent to: `recipient_id`, or `group_id` beside a member in `recipient_id`.
 *
 * @returns `undefined` for a message to one user
 */
function toGroup(entry: CloudApiStatus): { readonly id: string | undefined } | undefined {
  const { recipient_type: type, recipient_id: recipient, group_id: id } = entry;
  if (id !== undefined) return { id };
  const member = entry.recipient_participant_id ?? entry.participant_recipient_id;
  return type === 'group' || member !== undefined ? { id: recipient } : undefined;
}

/** In a group the status is that of one member. */
function toParticipantRef(entry: CloudApiStatus): PersonRef {
  const { group_id: group, recipient_id: recipient } = entry;
  const besideGroup = group === undefined || recipient === group ? undefined : recipient;
  return {
    waId: entry.recipient_participant_id ?? entry.participant_recipient_id ?? besideGroup,
    userId: entry.recipient_participant_user_id ?? entry.recipient_user_id,
    parentUserId:
      entry.recipient_participant_parent_user_id ??
      entry.recipient_parent_user_id ??
      entry.parent_recipient_user_id,
  };
}

function toConversation({ conversation }: CloudApiStatus) {
  return (
    conversation && {
      id: conversation.id,
      type: conversation.origin?.type,
      expiresAt: conversation.expiration_timestamp,
    }
  );
}

function toPricing({ conversation, pricing = conversation?.pricing }: CloudApiStatus) {
  return (
    pricing && {
      billable: pricing.billable,
      model: pricing.pricing_model,
      type: pricing.type,
      category: pricing.category,
    }
  );
}
