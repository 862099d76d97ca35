import type { TributaryEvent } from '../contract/index.ts';
import type { StoredRecord } from '../table/event-record.ts';
import type { RecordKey } from '../table/keys.ts';
import type { TimelineEdge } from './cursor.ts';
import type { Page } from './merge-pages.ts';

/** What the reader's role may read of an item. */
export interface ReadableItem {
  readonly key: RecordKey;
  /** Absent for an alias and for a link. */
  readonly event: TributaryEvent | undefined;
  readonly alias: string | undefined;
}

/** An item of the index `conversation`. */
export interface IndexedItem extends ReadableItem {
  readonly edge: TimelineEdge;
}

/** A part of a conversation. */
export interface TimelinePart {
  /** Partition of the index. */
  readonly conversation: string;
  readonly isForward: boolean;
  readonly limit: number;
  /** Where it begins, without the item there; absent: at the end of the conversation. */
  readonly edge?: TimelineEdge | undefined;
}

/**
 * The queries of the table that readers make. Held by `test/contract/ports/table-queries.test.ts`.
 */
export interface TableQueries {
  /** Every item about a thing, without the raw JSON, which subscribers may not read. */
  queryPartition(pk: string): Promise<readonly ReadableItem[]>;
  /** The items of a partition from a sort key on, without the item there, in the order of sort keys. */
  queryPage(part: {
    readonly pk: string;
    readonly limit: number;
    readonly after?: string | undefined;
  }): Promise<Page<ReadableItem>>;
  /** The sort keys of the links of a name, with those that were stored a moment ago. */
  querySortKeys(pk: string): Promise<readonly string[]>;
  /** The items of a conversation in the index, from an edge on. */
  queryTimeline(part: TimelinePart): Promise<Page<IndexedItem>>;
}

/** Whether an item comes before one of another conversation, from the oldest to the newest. */
export function isOlder({ edge: one }: IndexedItem, { edge: other }: IndexedItem): boolean {
  if (one.conversationSort !== other.conversationSort) {
    return one.conversationSort < other.conversationSort;
  }
  return one.conversation < other.conversation;
}

/** The items that are event records. */
export function toRecords(items: readonly ReadableItem[]): readonly StoredRecord[] {
  return items.flatMap(({ key, event }) => (event === undefined ? [] : [{ key, event }]));
}
