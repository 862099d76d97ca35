import type { Channel, UnknownChannel } from './channels.ts';
import type { Business, User } from './index.ts';

/**
 * `<channel>#<business>#<user>`, in a group `<channel>#<business>#group:<id>`: the inbound and the
 * outbound messages of one conversation have the same key. Phones are preferred over ids on both
 * sides, since every provider event of a provider has them.
 */
export function conversationKey(parties: {
  readonly channel: Channel | UnknownChannel;
  readonly business: Business;
  readonly user: User;
  readonly groupId?: string | undefined;
}): string {
  const { channel, business, user, groupId } = parties;
  const businessPart = business.phone ?? business.id ?? '';
  const userPart = groupId ? `group:${groupId}` : (user.phone ?? user.id ?? '');
  return `${channel}#${businessPart}#${userPart}`;
}
