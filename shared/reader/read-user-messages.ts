import { channels as allChannels, type Channel } from '../contract/channels.ts';
import { conversationKey } from './conversation-name.ts';
import {
  readKeys,
  readTimeline,
  type TimelinePage,
  type TimelineRequest,
} from './read-conversation.ts';
import type { TableQueries } from './table-queries.ts';

/** Whose messages, and which page of them. */
export interface UserMessagesRequest extends TimelineRequest {
  /** A phone number with country code, in any spelling, or an id: any name of the user. */
  readonly user: string;
  /** The numbers or ids of the business at which to look: no index has the conversations of a user. */
  readonly businesses: readonly string[];
  /** @default all channels */
  readonly channels?: readonly Channel[] | undefined;
}

/**
 * A page of the messages of a user, the oldest first. `conversation.key` of each message says in which conversation
 * it is.
 */
export type UserMessagesPage = Omit<TimelinePage, 'keys'>;

/**
 * The messages of a user in all conversations with the given businesses. Those of a group are not among them: they
 * are in the conversation of the group.
 *
 * Reads, for each business and channel, what `readConversation` reads before the messages: one partition of links and
 * one page of a conversation, for a user with one name. With nine channels these are 18 queries for a business, most
 * of which find nothing and cost half a read unit. Then one partition of each message of the page.
 *
 * @throws {RangeError} for a name or a channel that there cannot be, and without a business
 */
export async function readUserMessages(
  queries: TableQueries,
  { user, businesses, channels = allChannels, ...request }: UserMessagesRequest,
): Promise<UserMessagesPage> {
  if (businesses.length === 0) {
    throw new RangeError('businesses is empty: name the numbers of the business to look at');
  }
  const names = businesses.flatMap((business) =>
    channels.map((channel) => conversationKey({ channel, business, user })),
  );
  const found = await Promise.all(names.map((name) => readKeys(queries, name)));
  const keys = [...new Set(found.flatMap((each) => each.keys))];
  const page = await readTimeline(queries, keys, request);
  return { ...page, isCut: found.some(({ isCut }) => isCut) };
}
