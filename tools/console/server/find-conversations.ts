import type { Channel } from '../../../shared/contract/channels.ts';
import type { MessageType } from '../../../shared/contract/event-kinds.ts';
import { toSource } from '../../../shared/contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../../../shared/contract/index.ts';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import type { ConversationSummary, ConversationsPage } from '../api.ts';
import { type ConversationList, createConversationList, toSearched } from './conversation-list.ts';
import { findMessage } from './read-chat.ts';

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

/**
 * Finds conversations, by queries and in what was seen: never by a scan of the table.
 *
 * In this order: what was seen; the conversation of a message; the conversation with a number or an id at the
 * business that is named. Without a text, the days of the index are listed, if the gateway has it and a
 * business is named; else what was seen.
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
  if (conversations.length > 0 || text === '') {
    return { conversations, scopes, ...(hasMore && { next: String(skip + onPage) }) };
  }
  const found =
    (await findByMessage(stores, seen, text)) ?? (await findByName(stores, text, scope, now));
  return { conversations: found === undefined ? [] : [found], scopes };
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
    conversations: summaries.toSorted((one, other) => (one.lastAt < other.lastAt ? 1 : -1)),
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

/** The conversation with a user, whichever name of the user it is. */
async function findByName(
  { gateway }: Pick<Stores, 'gateway'>,
  text: string,
  scope: string,
  now: () => Date,
): Promise<ConversationSummary | undefined> {
  const isKey = /^[^#]+#[^#]+#./.test(text);
  if (!isKey && scope === '') return undefined;
  const digits = toSearched(text);
  const name = /^\d+$/.test(digits) ? digits : text;
  const page = await readerOf(gateway, now)
    .conversation(isKey ? text : `${scope}#${name}`, { limit: messagesForName })
    .catch((error: unknown) => {
      // A part of a name is not the name of a conversation.
      if (error instanceof RangeError) return undefined;
      throw error;
    });
  const messages = (page?.messages ?? []).map(({ message }) => message);
  return messages.length === 0 ? undefined : summarize(...messages);
}

function readerOf({ clients, resources }: Stores['gateway'], now: () => Date) {
  return createDynamoDbReader(clients.dynamodb, resources.eventsTable, now);
}

/** A conversation of which only some messages are known. */
function summarize(...messages: readonly Detail<MessageType>[]): ConversationSummary {
  const list = createConversationList();
  for (const message of messages) {
    const { type, provider } = message.metadata;
    const source = toSource(provider);
    list.add({ source, 'detail-type': type, detail: message } as TributaryEvent);
  }
  const [summary] = list.search({ text: '', limit: 1 }).conversations;
  if (summary === undefined) throw new Error('a message has no conversation');
  return summary;
}
