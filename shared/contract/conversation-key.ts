import type { Channel, UnknownChannel } from './channels.ts';
import type { Business, User } from './index.ts';

/**
 * `<channel>#<business>#<user>`, in a group `<channel>#<business>#group:<id>`: the inbound and the
 * outbound messages of one conversation have the same key, and those of two conversations have two.
 * Phones are preferred over ids on both sides, since every provider event of a provider has them.
 */
export function conversationKey(parties: {
  readonly channel: Channel | UnknownChannel;
  readonly business: Business;
  readonly user: User;
  readonly groupId?: string | undefined;
}): string {
  const { channel, business, user, groupId } = parties;
  const businessPart = encodeKeyPart(business.phone ?? business.id ?? '');
  const userPart = groupId
    ? groupWord + encodeKeyPart(groupId)
    : encodeKeyPart(user.phone ?? user.id ?? '', groupWord);
  return `${channel}#${businessPart}#${userPart}`;
}

const groupWord = 'group:';

/**
 * An id as part of a key whose parts `#` separates: `%`, `#` and control characters are
 * percent-encoded, so that `b#c` is `b%23c`. Different ids give different parts, without `#` and
 * without line breaks (`docs/adr/0029-two-ids-stay-two.md`). `decodeURIComponent` decodes a part.
 *
 * @param id well-formed Unicode
 * @param reservedWord with a colon at its end: the beginning of parts that are not such an id. An id
 *   that begins with it gets its colon encoded
 */
export function encodeKeyPart(id: string, reservedWord?: `${string}:`): string {
  const encoded = id.replace(/[%#\p{Cc}]/gu, encodeURIComponent);
  const isReserved = reservedWord !== undefined && encoded.startsWith(reservedWord);
  return isReserved ? encoded.replace(':', '%3A') : encoded;
}
