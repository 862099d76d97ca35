import type { StoredRecord } from '../table/event-record.ts';
import { callbackDataPartitions } from '../table/items-beside.ts';
import { readMessageItems } from '../table/message-partitions.ts';
import { parseSortKey } from '../table/sort-key.ts';
import { type CallState, deriveCallState } from './call-state.ts';
import { checkProvider } from './conversation-name.ts';
import { selectCurrentEvents, selectReactions } from './current-events.ts';
import { deriveMessageState, type MessageState } from './message-state.ts';
import { queryShards } from './query-shards.ts';
import { type TableQueries, toRecords } from './table-queries.ts';

/** Which messages and calls to find. */
export interface CallbackDataRequest {
  /** `metadata.provider` of their events. */
  readonly provider: string;
  /** The text that the owner attached to them, exactly as the request to the provider had it. */
  readonly callbackData: string;
  /** Messages and calls on a page, 1 to 100. @default 25 */
  readonly limit?: number | undefined;
  /** Cursor to the page after another one. @default the first page */
  readonly next?: string | undefined;
}

/** A page of what carries a text of the owner's, in the order of ids. */
export interface CallbackDataPage {
  readonly messages: readonly CarriedMessage[];
  readonly calls: readonly CallState[];
  /** Cursor to the next page; absent on the last one. */
  readonly next: string | undefined;
}

/** A message with its state. Of what an app sends, most providers report statuses only: it has no `message`. */
export interface CarriedMessage extends MessageState {
  /** The message's id, as in its events. */
  readonly messageId: string;
}

/**
 * The messages and calls to which the owner attached a text.
 *
 * Reads a page of each of the text's partitions, and a partition of each message or call, two where a message
 * has two ids.
 *
 * @throws {RangeError} for an empty text, or a provider in a spelling that the table cannot have
 * @throws {Error} for a cursor that no page has: ask for the first page again
 */
export async function readCallbackData(
  queries: TableQueries,
  { provider, callbackData, limit = 25, next }: CallbackDataRequest,
): Promise<CallbackDataPage> {
  if (callbackData === '') throw new RangeError('callbackData is empty: name the text to find');
  const partitions = callbackDataPartitions(checkProvider(provider), callbackData);
  const { items, hasMore } = await queryShards(queries, partitions, {
    limit: Math.min(Math.max(limit, 1), 100),
    after: next === undefined ? undefined : readNext(next),
  });
  const kinds = items.map(({ key }) => parseSortKey(key.sk));
  const partitionsOf = (of: string) =>
    items.flatMap(({ alias }, index) => {
      const kind = kinds[index];
      return kind?.kind === 'carrier' && kind.of === of && alias !== undefined ? [alias] : [];
    });
  const [messages, calls] = await Promise.all([
    Promise.all(
      partitionsOf('message').map(async (pk) =>
        toRecords(await readMessageItems(pk, queries.queryPartition)),
      ),
    ),
    Promise.all(
      partitionsOf('call').map(async (pk) => toRecords(await queries.queryPartition(pk))),
    ),
  ]);
  return {
    messages: withoutRepeats(messages).flatMap(toMessage),
    calls: calls.flatMap((records) => deriveCallState(selectCurrentEvents(records)) ?? []),
    next: hasMore ? toNext(items.at(-1)?.key.sk) : undefined,
  };
}

/** Statuses may name a message by its second id, so that it is found by both. */
function withoutRepeats(
  messages: readonly (readonly StoredRecord[])[],
): readonly (readonly StoredRecord[])[] {
  const byPartitions = new Map(
    messages.map((records) => [
      [...new Set(records.map(({ key }) => key.pk))].sort().join('\n'),
      records,
    ]),
  );
  return [...byPartitions.values()];
}

/** @returns nothing for a message whose event records have expired */
function toMessage(records: readonly StoredRecord[]): readonly CarriedMessage[] {
  const state = deriveMessageState(selectCurrentEvents(records), selectReactions(records));
  const messageId = state.message?.data.message.id ?? state.statuses[0]?.data.messageId;
  return messageId === undefined ? [] : [{ messageId, ...state }];
}

function toNext(sk: string | undefined): string | undefined {
  return sk && Buffer.from(sk).toString('base64url');
}

/** Whether a text is a cursor of a page. */
export function isNextCursor(text: string): boolean {
  return parseSortKey(toSortKeyText(text))?.kind === 'carrier';
}

function readNext(cursor: string): string {
  if (isNextCursor(cursor)) return toSortKeyText(cursor);
  throw new Error('not a cursor of messages by their callbackData: ask for the first page again');
}

function toSortKeyText(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}
