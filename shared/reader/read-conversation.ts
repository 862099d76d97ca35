import { directKey } from '../contract/conversation-key.ts';
import {
  isMessageEvent,
  type MessageEvent,
  type MessageType,
  type Traffic,
  trafficOf,
} from '../contract/event-kinds.ts';
import type { Detail } from '../contract/index.ts';
import { conversationPartition } from '../table/index-keys.ts';
import { readMessageItems } from '../table/message-partitions.ts';
import { resolvePerson } from '../table/resolve-person.ts';
import { readConversationKey } from './conversation-name.ts';
import { selectCurrentEvents, selectReactions } from './current-events.ts';
import { readCursor, toCursor } from './cursor.ts';
import { mergePages } from './merge-pages.ts';
import { deriveMessageState, type MessageState } from './message-state.ts';
import { type IndexedItem, isOlder, type TableQueries, toRecords } from './table-queries.ts';

/** One page of a conversation, the oldest message first. */
export interface TimelinePage {
  /** Each message with its statuses, its files and the reactions to it. */
  readonly messages: readonly TimelineMessage[];
  /** Cursor to what came before this page; absent at the beginning of the conversation. */
  readonly older: string | undefined;
  /** Cursor to what comes after this page; it stays valid and finds what is written later. */
  readonly newer: string | undefined;
  /** The keys of this conversation, the strongest first: a person whom callbacks name in two ways has two. */
  readonly keys: readonly string[];
  /** Whether the user has more names than are followed. Their links are wrong (`tributary users unlink`). */
  readonly isCut: boolean;
}

/** A message of a conversation, with what is known about it. */
export interface TimelineMessage extends MessageState {
  readonly message: Detail<MessageType>;
}

/** Which page: the newest when neither cursor is given. */
export interface TimelineRequest {
  readonly older?: string | undefined;
  readonly newer?: string | undefined;
  /** Messages on a page, 1 to 100. @default 25 */
  readonly limit?: number | undefined;
  /**
   * Which messages to show beside the app's own: `standby`, those of a time when another app was in
   * control of the conversation; `history`, those from before the business joined the Cloud API. The
   * others are left out of the page, which then has fewer messages, or none. @default neither
   */
  readonly include?: readonly Traffic[] | undefined;
}

/**
 * A page of a conversation, by its key with any name of the user.
 *
 * Reads, for a person with n names: n partitions of links, one page of n conversations, and one partition
 * of each message, two where it has two ids.
 *
 * @throws {RangeError} for a text that is not the key of a conversation
 */
export async function readConversation(
  queries: TableQueries,
  name: string,
  request: TimelineRequest,
): Promise<TimelinePage> {
  const { keys, isCut } = await readKeys(queries, name);
  return { ...(await readTimeline(queries, keys, request)), keys, isCut };
}

/** The messages of a page of several conversations, in the order in which they were written, with its cursors. */
export async function readTimeline(
  queries: TableQueries,
  keys: readonly string[],
  request: TimelineRequest,
): Promise<Pick<TimelinePage, 'messages' | 'older' | 'newer'>> {
  const { older, newer, include = [] } = request;
  const limit = Math.min(Math.max(request.limit ?? 25, 1), 100);
  const isForward = newer !== undefined;
  const cursor = newer ?? older;
  const edge = cursor === undefined ? undefined : readCursor(cursor);
  const parts = keys.map((key) => {
    const conversation = conversationPartition(key);
    // One more than the page has says whether there is another page.
    return queries.queryTimeline({ conversation, isForward, limit: limit + 1, edge });
  });
  const comesBefore = (one: IndexedItem, other: IndexedItem) =>
    isForward ? isOlder(one, other) : isOlder(other, one);
  const { items, hasMore } = mergePages(await Promise.all(parts), limit, comesBefore);
  const page = isForward ? items : items.toReversed();
  const isShown = ({ event }: { readonly event: MessageEvent }) => {
    const traffic = trafficOf(event['detail-type']);
    return traffic === undefined || include.includes(traffic);
  };
  const shown = page.flatMap(toMessages).filter(isShown);
  return {
    messages: await Promise.all(shown.map((item) => readState(queries, item))),
    older: isForward || hasMore ? (cursorOf(page[0]) ?? older) : undefined,
    newer: cursorOf(page.at(-1)) ?? newer,
  };
}

/**
 * The keys of a conversation, by the one with any name of the user.
 *
 * @throws {RangeError} for a text that is not the key of a conversation
 */
export async function readKeys(
  { querySortKeys }: TableQueries,
  name: string,
): Promise<{ readonly keys: readonly string[]; readonly isCut: boolean }> {
  const { scope, user, key } = readConversationKey(name);
  if (user === undefined) return { keys: [key], isCut: false };
  const { names, isCut } = await resolvePerson(scope, user, querySortKeys);
  return { keys: names.map((each) => directKey(scope, each)), isCut };
}

interface MessageItem extends IndexedItem {
  readonly event: MessageEvent;
}

/** The index has the first version of a message. A replay may have recognized its kind since. */
async function readState(
  { queryPartition }: TableQueries,
  { key, event }: MessageItem,
): Promise<TimelineMessage> {
  const records = toRecords(await readMessageItems(key.pk, queryPartition));
  const events = selectCurrentEvents(records);
  const { id } = event.detail.metadata;
  const current = events.filter(isMessageEvent).find(({ detail }) => detail.metadata.id === id);
  return {
    ...deriveMessageState(events, selectReactions(records)),
    message: (current ?? event).detail,
  };
}

function toMessages(item: IndexedItem): readonly MessageItem[] {
  const { event } = item;
  return isMessageEvent(event) ? [{ ...item, event }] : [];
}

function cursorOf(item: IndexedItem | undefined): string | undefined {
  return item && toCursor(item.edge);
}
