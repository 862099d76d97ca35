import type { Channel, UnknownChannel } from './channels.ts';
import type { Business, User } from './index.ts';
import { strongestName } from './user-names.ts';

/**
 * `<channel>#<business>#<user>`, in a group `<channel>#<business>#group:<id>`: the inbound and the
 * outbound messages of one conversation have the same key, and those of two conversations have two.
 *
 * The user is the strongest name that the callback has, the business-scoped id before the phone number.
 * A person whom callbacks name in different ways has several keys, which readers join
 * (`docs/adr/0037-one-person-one-conversation.md`). Of the business the phone number is preferred, since
 * every provider event of a provider has it.
 */
export function conversationKey(parties: {
  readonly channel: Channel | UnknownChannel;
  readonly business: Business;
  readonly user: Pick<User, 'phone' | 'id'>;
  readonly groupId?: string | undefined;
}): string {
  const scope = conversationScope(parties);
  return parties.groupId
    ? `${scope}#${groupWord}${encodeKeyPart(parties.groupId)}`
    : directKey(scope, strongestName(parties.user) ?? '');
}

/**
 * `<channel>#<business>`: what the keys of all conversations of a business on a channel begin with. The
 * names of a user are linked within it: the id of a user is scoped to a business.
 */
export function conversationScope(parties: {
  readonly channel: Channel | UnknownChannel;
  readonly business: Business;
}): string {
  const { channel, business } = parties;
  return `${channel}#${encodeKeyPart(business.phone ?? business.id ?? '')}`;
}

/** The key of the conversation with one person, by one of their names. */
export function directKey(scope: string, name: string): string {
  return `${scope}#${encodeKeyPart(name, groupWord)}`;
}

/** What the key of a conversation says. */
export interface ConversationParties {
  /** `<channel>#<business>`, encoded as in the key. */
  readonly scope: string;
  /** The name of the user; absent in a group. */
  readonly user?: string;
}

/** @returns `undefined` for text that is not the key of a conversation */
export function parseConversationKey(key: string): ConversationParties | undefined {
  const [, scope, part] = /^([^#]+#[^#]*)#([^#]*)$/.exec(key) ?? [];
  if (scope === undefined || part === undefined) return undefined;
  if (part.startsWith(groupWord)) return { scope };
  try {
    return { scope, user: decodeURIComponent(part) };
  } catch {
    return undefined;
  }
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
  // Nearly no id has such a character. To look for one takes a third of the time of replacing none.
  const encoded = encodedCharacter.test(id)
    ? id.replace(encodedCharacters, encodeURIComponent)
    : id;
  const isReserved = reservedWord !== undefined && encoded.startsWith(reservedWord);
  return isReserved ? encoded.replace(':', '%3A') : encoded;
}

const encodedCharacter = /[%#\p{Cc}]/u;
const encodedCharacters = new RegExp(encodedCharacter, 'gu');
