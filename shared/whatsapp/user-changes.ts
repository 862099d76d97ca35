import type { JsonValue } from '../json.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import type { CloudApiDetails } from './schema.ts';

/** The notices that a user has a new number or a new id; the second is the name of older versions. */
const notices = new Set(['user_changed_number', 'customer_changed_number', 'user_changed_user_id']);

/**
 * The result of a message; for a notice that a user has a new number or id also an event
 * for each of them.
 *
 * Since August 2026 WhatsApp reports new ids in no other way
 * (developers.facebook.com/documentation/business-messaging/whatsapp/changelog, read on 2026-11-28).
 *
 * @param notice what the message says under `system`
 * @param item the provider's JSON that distinguishes this notice from others
 */
export function withUserChange(
  result: NormalizeResult,
  notice: CloudApiDetails['system'],
  item: JsonValue,
): NormalizeResult | readonly NormalizeResult[] {
  if (result.kind !== 'event' || result.draft.type !== 'message.received') return result;
  const { business, user, content } = result.draft.data.message;
  if (content.kind !== 'system' || !notices.has(content.type)) return result;
  const { data: _data, type: _type, ...envelope } = result.draft;
  const { newPhone, newUserId, newParentUserId } = content;
  const parentOfNewId = newUserId === undefined ? user.parentId : newParentUserId;
  const person = {
    ...user,
    phone: newPhone ?? user.phone,
    id: newUserId ?? user.id,
    parentId: parentOfNewId,
  };
  const oldId = notice?.previous_user_id ?? user.id;
  const isNewId = newPhone === undefined || (oldId !== undefined && oldId !== newUserId);
  const changed = [
    { of: 'number', previous: user.phone, current: newPhone },
    { of: 'id', previous: oldId, current: isNewId ? newUserId : undefined },
  ];
  return [
    result,
    ...changed.flatMap(({ of, previous, current }): readonly NormalizeResult[] => {
      if (current === undefined) return [];
      const reason = content.type;
      const aspect = 'identity';
      const data = { business, user: person, aspect, previous, current, reason } as const;
      return [
        { kind: 'event', draft: { ...envelope, type: 'user.updated', data, item: [item, of] } },
      ];
    }),
  ];
}
