import { type Channel, channels, unknownChannelPrefix } from '../contract/channels.ts';
import {
  type ConversationParties,
  conversationScope,
  parseConversationKey,
  conversationKey as toKey,
} from '../contract/conversation-key.ts';
import { toPhone, toPhoneOrId } from '../provider/values/phone.ts';

/** The two sides of a conversation. */
export type ConversationSides =
  | { readonly channel: Channel; readonly business: string; readonly user: string }
  | { readonly channel: Channel; readonly business: string; readonly groupId: string };

/**
 * The key of a conversation, by one of the user's names.
 *
 * @example `conversationKey({ channel: 'whatsapp', business: '15550100001', user: '447700900123' })`
 *
 * @param sides phone numbers with country code, in any spelling; for a side without a phone number, its id
 * @throws {RangeError} for a name that no conversation can have: the error says how it is written
 */
export function conversationKey(sides: ConversationSides): string {
  const channel = checkChannel(sides.channel);
  const business = toPhoneOrId(sides.business);
  if ('groupId' in sides) return toKey({ channel, business, user: {}, groupId: sides.groupId });
  const user = checkName(sides.user);
  return toKey({ channel, business, user: { id: user } });
}

/**
 * What the keys of all conversations of a business on a channel begin with.
 *
 * @param business a phone number with country code, in any spelling, or an id
 * @throws {RangeError} for a name that is not a channel
 */
export function businessScope(channel: Channel, business: string): string {
  return conversationScope({ channel: checkChannel(channel), business: toPhoneOrId(business) });
}

/**
 * A conversation by its key, with the names as the table has them.
 *
 * @throws {RangeError} for a text that is not the key of a conversation, or has a name that none can have
 */
export function readConversationKey(key: string): ConversationParties & { readonly key: string } {
  const parties = parseConversationKey(key);
  if (parties === undefined) {
    throw new RangeError(
      `${key} is not the key of a conversation: it is <channel>#<business>#<user>, as in the messages`,
    );
  }
  const [channel = '', business = ''] = parties.scope.split('#');
  checkChannel(channel);
  const scope = `${channel}#${toPhone(business) ?? business}`;
  if (parties.user === undefined) return { scope, key: scope + key.slice(parties.scope.length) };
  const user = checkName(parties.user);
  const written = user === parties.user ? key.slice(parties.scope.length) : `#${user}`;
  return { scope, user, key: scope + written };
}

/**
 * The id of a provider, as it is in keys. In another case it would find nothing.
 *
 * @throws {RangeError}
 */
export function checkProvider(provider: string): string {
  if (provider === provider.toLowerCase()) return provider;
  throw new RangeError(
    `${provider} is not the id of a provider: write ${provider.toLowerCase()}, as in metadata.provider`,
  );
}

function checkChannel<Name extends string>(channel: Name): Name {
  if (channels.some((each) => each === channel) || channel.startsWith(unknownChannelPrefix)) {
    return channel;
  }
  throw new RangeError(`${channel} is not a channel: it is one of ${channels.join(', ')}`);
}

/**
 * A phone number of the business as the keys of its changes have it: by its digits, else by its id.
 *
 * @param phone with country code, in any spelling, or an id
 */
export function toPhoneName(phone: string): string {
  return toPhone(phone) ?? phone;
}

/**
 * The name of a user as keys have it: a phone number as digits, or an id. The country in an id of WhatsApp is in
 * capital letters.
 *
 * @throws {RangeError} for an id in another case: it would find nothing
 */
export function checkName(name: string): string {
  const id = toPhone(name) ?? name;
  const inCapitals = id.toUpperCase();
  if (id === inCapitals || !/^[A-Z]{2}\.(ENT\.)?\d+$/.test(inCapitals)) return id;
  throw new RangeError(`${id} is not the id of a user: write ${inCapitals}`);
}
