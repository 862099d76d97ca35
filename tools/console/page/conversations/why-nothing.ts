import type { About, ConversationsPage } from '../../api.ts';
import type { Searched } from './searched.ts';

/** Why the list of conversations is empty, and what to do about it. */
export function whyNothing(
  { text, day, scope }: Searched,
  { scopes, note }: Pick<ConversationsPage, 'scopes' | 'note'>,
  { isOnEmulator, listsByDay }: Pick<About, 'isOnEmulator' | 'listsByDay'>,
): string {
  if (isOnEmulator) {
    return text === '' && day === '' ? 'No messages yet.' : 'No conversation matches.';
  }
  const search = 'Search for the whole number or an id of a user, or for the id of a message.';
  if (text !== '') {
    const businesses = new Set([scope, ...scopes].flatMap((each) => each.split('#')[1] || []));
    const where = describeSearched([...businesses]);
    return `No conversation matches. ${note ?? where} ${search}`;
  }
  if (scope === '') {
    return `Enter the number of a business: no index has the conversations of all of them. ${search}`;
  }
  return listsByDay
    ? 'No conversation matches.'
    : `This gateway does not list conversations by day (conversationList of its configuration). ${search}`;
}

function describeSearched(businesses: readonly string[]): string {
  if (businesses.length === 0) return 'Enter the number of a business: no index has all users.';
  const which = businesses.length === 1 ? 'the business' : 'the businesses';
  return `The search has looked at ${which} ${businesses.join(', ')}. To look at another one, enter its number.`;
}
