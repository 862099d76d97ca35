import { type Channel, channels } from '../../../shared/contract/channels.ts';
import type { MessageType } from '../../../shared/contract/event-kinds.ts';
import type { Detail } from '../../../shared/contract/index.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import type { ConversationSummary, ConversationsPage } from '../api.ts';
import { type ConversationList, createConversationList, toSearched } from './conversation-list.ts';
import { findMessage } from './read-chat.ts';
import { toEvent } from './to-event.ts';

/** What a person looks for. Empty texts are left out. */
export interface ConversationQuery {
  /** A part of a number, a name or an id; the id of a message; the key of a conversation. */
  readonly text: string;
  /** UTC day. */
  readonly day: string;
  /** `<channel>#<business>` of the conversations. */
  readonly scope: string;
  /** Cursor to the page after another one. */
  readonly next: string;
}

const onPage = 100;

/** Each takes a query for its newest message. */
const onIndexedPage = 25;

/** The newest message may be one of the business, which does not name the user. Each takes a query. */
const messagesForName = 10;

/** No query finds the messages of a user on a day. */
const onlySeenOnDay =
  'On a day, a search finds what was seen since the console was opened. Choose all days to look in the table.';

/** At more a search does not look: each takes two queries for every channel. */
const businessesOfSearch = 10;

/**
 * Finds conversations, by queries and in what was seen: never by a scan of the table.
 *
 * A text finds what was seen, else the conversation of a message. A whole number or id of a user also finds the
 * conversations that were not seen, on every channel, at the business that is named and at those that are known.
 * With a day, only what was seen is searched. Without a text, the days of the index are listed, if the gateway has
 * it and a business is named; else what was seen.
 */
export async function findConversations(
  stores: Pick<Stores, 'gateway' | 'table'>,
  seen: ConversationList,
  query: ConversationQuery,
  isIndexed: boolean,
  now: () => Date,
): Promise<ConversationsPage> {
  const { text, day, scope } = query;
  const scopes = seen.scopes();
  if (text === '' && isIndexed && scope !== '')
    return { ...(await listIndexed(stores, query, now)), scopes };
  const skip = Number(query.next) || 0;
  const { conversations, hasMore } = seen.search({
    text,
    day: day === '' ? undefined : day,
    skip,
    limit: onPage,
  });
  const next = hasMore ? { next: String(skip + onPage) } : {};
  if (text !== '' && day !== '' && conversations.length === 0)
    return { conversations, scopes, note: onlySeenOnDay };
  const isAll = day === '' && !hasMore && skip === 0;
  const isSought = isAll && (conversations.length === 0 || isWholeName(text, conversations));
  if (text === '' || !isSought) return { conversations, scopes, ...next };
  const message = conversations.length === 0 ? await findByMessage(stores, seen, text) : undefined;
  if (message !== undefined) return { conversations: [message], scopes };
  const { found, note } = await findByName(stores, text, [scope, ...scopes], now);
  const unseen = found.filter(({ keys }) => !conversations.some(({ key }) => keys.includes(key)));
  for (const { messages } of unseen) for (const each of messages) seen.add(toEvent(each));
  const all = [...conversations, ...unseen.map(({ messages }) => summarize(...messages))];
  return {
    conversations: all.toSorted(byLatest),
    scopes: seen.scopes(),
    ...(note !== undefined && { note }),
  };
}

/** Whether a text is a number with its country code, or all of a name that was seen. */
function isWholeName(text: string, conversations: readonly ConversationSummary[]): boolean {
  const wanted = toSearched(text);
  const isName = (name: string) => name.toLowerCase() === wanted;
  return /^\d{8,15}$/.test(wanted) || conversations.some(({ names }) => names.some(isName));
}

function byLatest(one: ConversationSummary, other: ConversationSummary): number {
  return one.lastAt < other.lastAt ? 1 : -1;
}

/** The conversations of a day, or of the newest days, as the table lists them. */
async function listIndexed(
  { gateway }: Pick<Stores, 'gateway'>,
  { day, scope, next }: ConversationQuery,
  now: () => Date,
): Promise<Pick<ConversationsPage, 'conversations' | 'next'>> {
  const [channel = '', business = ''] = scope.split('#');
  const page = await readerOf(gateway, now).conversations({
    // The reader refuses what is not a channel, in a sentence.
    channel: channel as Channel,
    business,
    ...(day !== '' && { day }),
    ...(next !== '' && { next }),
    limit: onIndexedPage,
  });
  const summaries = page.conversations.map(({ last }) => summarize(last));
  return {
    conversations: summaries.toSorted(byLatest),
    ...(page.next !== undefined && { next: page.next }),
  };
}

async function findByMessage(
  stores: Pick<Stores, 'gateway' | 'table'>,
  seen: ConversationList,
  text: string,
): Promise<ConversationSummary | undefined> {
  const message = await findMessage(stores, text);
  if (message === undefined) return undefined;
  const { key } = message.data.message.conversation;
  const [known] = seen.search({ text: key, limit: 1 }).conversations;
  return known ?? summarize(message);
}

/** A conversation that queries have found. */
interface FoundByName {
  /** Of every name of the user. */
  readonly keys: readonly string[];
  readonly messages: readonly Detail<MessageType>[];
}

/**
 * The conversations with a user at these businesses on every channel, whichever name of the user it is. No index
 * has the conversations of a user.
 */
async function findByName(
  { gateway }: Pick<Stores, 'gateway'>,
  text: string,
  scopes: readonly string[],
  now: () => Date,
): Promise<{ readonly found: readonly FoundByName[]; readonly note?: string }> {
  const reader = readerOf(gateway, now);
  const businesses = [...new Set(scopes.map((scope) => scope.split('#')[1] ?? '').filter(Boolean))];
  const asked = businesses.slice(0, businessesOfSearch);
  const names = scopes.map((scope) => scope.split('#')[0] ?? '').filter(Boolean);
  const searched = toSearched(text);
  const name = /^\d+$/.test(searched) ? searched : text;
  const isKey = /^[^#]+#[^#]+#./.test(text);
  const keys = isKey
    ? [text]
    : asked.flatMap((business) =>
        [...new Set([...channels, ...names])].map((channel) => `${channel}#${business}#${name}`),
      );
  const pages = await Promise.all(
    keys.map((key) =>
      reader.conversation(key, { limit: messagesForName }).catch((error: unknown) => {
        // A part of a name is not the name of a conversation.
        if (error instanceof RangeError) return undefined;
        throw error;
      }),
    ),
  );
  const found = pages.flatMap((page) => {
    if (page === undefined || page.messages.length === 0) return [];
    return [{ keys: page.keys, messages: page.messages.map(({ message }) => message) }];
  });
  if (isKey || asked.length === businesses.length) return { found };
  const note = `The search has looked at ${asked.length} of ${businesses.length} businesses. To look at another one, enter its number.`;
  return { found, note };
}

function readerOf({ clients, resources }: Stores['gateway'], now: () => Date) {
  return createDynamoDbReader(clients.dynamodb, resources.eventsTable, now);
}

/** A conversation of which only some messages are known. */
function summarize(...messages: readonly Detail<MessageType>[]): ConversationSummary {
  const list = createConversationList();
  for (const message of messages) list.add(toEvent(message));
  const [summary] = list.search({ text: '', limit: 1 }).conversations;
  if (summary === undefined) throw new Error('a message has no conversation');
  return summary;
}
