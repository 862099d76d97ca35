import { conversationKey as toKey } from '../../shared/contract/conversation-key.ts';
import type { Channel } from '../../shared/contract/index.ts';

/**
 * The key of a conversation: the value of `conversation.key` in its messages.
 *
 * @example `conversationKey({ channel: 'whatsapp', business: '15550100001', user: '447700900123' })`
 *
 * @param sides phone numbers, as digits without `+`; for a side without a phone number, its id
 */
export function conversationKey(
  sides:
    | { readonly channel: Channel; readonly business: string; readonly user: string }
    | { readonly channel: Channel; readonly business: string; readonly groupId: string },
): string {
  const { channel, business } = sides;
  return 'groupId' in sides
    ? toKey({ channel, business: { id: business }, user: {}, groupId: sides.groupId })
    : toKey({ channel, business: { id: business }, user: { id: sides.user } });
}
