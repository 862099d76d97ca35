import type { Business, Channel, User } from './index.ts';

/**
 * `<channel>#<business>#<user>`, in a group `<channel>#<business>#group:<id>`: inbound and outbound
 * messages of one conversation meet under it. Phones are preferred over ids on both sides, since
 * they are what every provider event of a provider knows.
 */
export function conversationKey(parties: {
  readonly channel?: Channel | undefined;
  readonly business: Business;
  readonly user: User;
  readonly groupId?: string | undefined;
}): string {
  const { channel, business, user, groupId } = parties;
  const businessPart = business.phone ?? business.id ?? '';
  const userPart = groupId ? `group:${groupId}` : (user.phone ?? user.id ?? '');
  return `${channel ?? 'unknown'}#${businessPart}#${userPart}`;
}
