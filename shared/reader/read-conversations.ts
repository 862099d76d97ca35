import type { Channel } from '../contract/channels.ts';
import { isMessageEvent, type MessageType } from '../contract/event-kinds.ts';
import type { Detail } from '../contract/index.ts';
import { parseJsonOrUndefined } from '../json.ts';
import { conversationDayPartitions, dayOf } from '../table/conversation-days.ts';
import { conversationPartition } from '../table/index-keys.ts';
import { businessScope } from './conversation-name.ts';
import type { Page } from './merge-pages.ts';
import { queryShards } from './query-shards.ts';
import type { ReadableItem, TableQueries } from './table-queries.ts';

/** Without a day: how many days without a conversation end the list. */
const maxQuietDays = 14;

/** Which conversations to list. */
export interface ConversationsRequest {
  readonly channel: Channel;
  /** A phone number with country code, in any spelling, or an id. */
  readonly business: string;
  /** UTC day, `2026-11-21`. @default today, then the days before it */
  readonly day?: string | undefined;
  /** Conversations on a page, 1 to 100. @default 25 */
  readonly limit?: number | undefined;
  /** Cursor to the page after another one. @default the first page */
  readonly next?: string | undefined;
}

/** A page of conversations, all of one day. */
export interface ConversationsPage {
  /** In the order of their keys. A page may have none although there is a next one. */
  readonly conversations: readonly ListedConversation[];
  /** Cursor to the next page; absent after the last one. */
  readonly next: string | undefined;
}

/** A conversation that had messages on a day. */
export interface ListedConversation {
  /** Its key, for `conversation`. A person whom callbacks name in two ways can be listed with each name. */
  readonly key: string;
  readonly day: string;
  /** The newest message of the conversation, which may be of a later day. */
  readonly last: Detail<MessageType>;
}

interface Position {
  readonly day: string;
  /** Sort key of the last item of the page before. */
  readonly after: string | undefined;
}

/**
 * The conversations of a business that had messages on a day; without a day, those of the newest days first,
 * each on the last day on which it had one. 14 days without a conversation end that list.
 *
 * Empty when the gateway does not list conversations (`conversationList` of its configuration).
 *
 * Reads four partitions for each day, and one message for each conversation.
 *
 * @throws {RangeError} for a channel, or a day, that there cannot be
 * @throws {Error} for a cursor that no page has: ask for the first page again
 */
export async function readConversations(
  queries: TableQueries,
  request: ConversationsRequest,
  now: Date,
): Promise<ConversationsPage> {
  const { day, limit = 25 } = request;
  const { scope, position } = checkConversationsRequest(request);
  let at = position ?? { day: day ?? dayOf(now.toISOString()), after: undefined };
  for (let days = 0; days < (day === undefined ? maxQuietDays : 1); days += 1) {
    const { items, hasMore } = await readDay(queries, scope, at, Math.min(Math.max(limit, 1), 100));
    const listed = await Promise.all(items.map((item) => toListed(queries, item, at.day)));
    const conversations = listed
      .filter((each) => each !== undefined)
      // Without a day, it was on the page of its last day.
      .filter(({ last }) => day !== undefined || dayOf(last.metadata.occurredAt) <= at.day);
    const lastSort = items.at(-1)?.key.sk;
    if (hasMore && lastSort !== undefined) {
      return { conversations, next: toNext({ day: at.day, after: lastSort }) };
    }
    const before = { day: dayBefore(at.day), after: undefined };
    if (conversations.length > 0) {
      return { conversations, next: day === undefined ? toNext(before) : undefined };
    }
    at = before;
  }
  return { conversations: [], next: undefined };
}

/**
 * Where the list begins; `position` is absent for the first page.
 *
 * @throws {RangeError} for a channel, or a day, that there cannot be
 * @throws {Error} for a cursor that no page has
 */
export function checkConversationsRequest({ channel, business, day, next }: ConversationsRequest): {
  readonly scope: string;
  readonly position: Position | undefined;
} {
  if (day !== undefined) checkDay(day);
  const position = next === undefined ? undefined : readNext(next);
  return { scope: businessScope(channel, business), position };
}

/** The items of a day from a position on, in the order of DynamoDB's sort keys. */
async function readDay(
  queries: TableQueries,
  scope: string,
  { day, after }: Position,
  limit: number,
): Promise<Page<ReadableItem>> {
  return queryShards(queries, conversationDayPartitions(scope, day), { limit, after });
}

/** @returns `undefined` for a conversation whose messages have expired */
async function toListed(
  queries: TableQueries,
  { alias: key }: ReadableItem,
  day: string,
): Promise<ListedConversation | undefined> {
  if (key === undefined) return undefined;
  const conversation = conversationPartition(key);
  const { items } = await queries.queryTimeline({ conversation, isForward: false, limit: 1 });
  const event = items[0]?.event;
  return isMessageEvent(event) ? { key, day, last: event.detail } : undefined;
}

/** @throws {RangeError} for what is not a day of the calendar as `2026-01-02` */
export function checkDay(day: string): void {
  const time = Date.parse(`${day}T00:00:00.000Z`);
  if (!Number.isNaN(time) && dayOf(new Date(time).toISOString()) === day) return;
  throw new RangeError(`${day} is not a day: write 2026-01-02`);
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00.000Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return dayOf(date.toISOString());
}

function toNext({ day, after }: Position): string {
  return Buffer.from(JSON.stringify([day, after ?? ''])).toString('base64url');
}

/** @throws {Error} for text that is not the cursor of a page */
function readNext(cursor: string): Position {
  const parts: unknown = parseJsonOrUndefined(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(parts) && parts.length === 2) {
    const [day, after] = parts;
    if (typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && typeof after === 'string')
      return { day, after: after === '' ? undefined : after };
  }
  throw new Error('not a cursor of a list of conversations: ask for the first page again');
}
