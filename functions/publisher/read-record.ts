import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import { conversationDayItemOf } from '../../shared/table/conversation-days.ts';
import { type ItemAttributes, readEvent } from '../../shared/table/event-item.ts';
import {
  aliasItemOf,
  callbackDataItemOf,
  type PointerItem,
  reactionKeyOf,
} from '../../shared/table/items-beside.ts';
import type { RecordKey } from '../../shared/table/keys.ts';
import { type Link, linksOf } from '../../shared/table/links.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { BusEntry } from './ports.ts';

/** An event on its way from the table to the bus. */
export interface Outgoing {
  /** The stream record that it came with. */
  readonly record: DynamoDBRecord;
  readonly sequenceNumber: string;
  readonly pk: string;
  /** What goes to the bus: `detail` is the stored text. */
  readonly entry: BusEntry;
  /** Id of the event, for the log. */
  readonly id: string;
  readonly event: TributaryEvent;
  /** When the event record expires. */
  readonly expiresAt: AttributeValue | undefined;
  /** The names that the event shows to be of one person. */
  readonly links: readonly Link[];
  /** Items that the table must have before the event is published. */
  readonly itemsBeside: readonly ItemAttributes[];
  /** The same, of items that further events need as well: one that was stored is not stored again. */
  readonly sharedItems: readonly ItemAttributes[];
  /** Items that most events need after an earlier one: they are looked for before they are stored. */
  readonly listItems: readonly ItemAttributes[];
}

/** What a stream record is to the publisher. */
export type ReadRecord =
  | { readonly kind: 'event'; readonly outgoing: Outgoing }
  /** Nothing to publish: not a new item, or an item that is stored and not published. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'undecodable'; readonly sequenceNumber: string };

/**
 * The event of a stream record. The stream's filter lets through only new items that are to be
 * published; both are checked again here, since a filter can be edited in a console.
 *
 * @param options `listsConversations`: whether the conversation of a message is listed by day
 * @throws {TributaryError} `event_unreadable` for a record that no DynamoDB stream wrote
 */
export function readRecord(
  record: DynamoDBRecord,
  { listsConversations = false }: { readonly listsConversations?: boolean | undefined } = {},
): ReadRecord {
  const sequenceNumber = readSequenceNumber(record);
  // Lambda passes the stream's JSON form on, in which only binary values differ from the SDK's.
  const item = record.dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
  if (record.eventName !== 'INSERT' || item?.publish?.N !== '1') return { kind: 'skipped' };
  const event = readEvent(item);
  const pk = item.pk?.S;
  const detail = item.detail?.S;
  if (event === undefined || pk === undefined || detail === undefined) {
    return { kind: 'undecodable', sequenceNumber };
  }
  const { expiresAt } = item;
  const expiring = (each: ItemAttributes) => (expiresAt ? { ...each, expiresAt } : each);
  return {
    kind: 'event',
    outgoing: {
      record,
      sequenceNumber,
      pk,
      entry: { source: event.source, detailType: event['detail-type'], detail },
      id: event.detail.metadata.id,
      event,
      expiresAt,
      links: orNone(() => linksOf(event)),
      itemsBeside: toItemsBeside(event, item).map(expiring),
      sharedItems: orNone(() => toPointer(callbackDataItemOf(event))).map(expiring),
      listItems: listsConversations
        ? orNone(() => toPointer(conversationDayItemOf(event))).map(expiring)
        : [],
    },
  };
}

/**
 * The record's place in its stream. Lambda repeats a batch from there, and a dead letter is named by
 * it: without one, no record could be reported as unfinished.
 *
 * @throws {TributaryError} `event_unreadable` when there is none
 */
export function readSequenceNumber({ dynamodb }: DynamoDBRecord): string {
  if (dynamodb?.SequenceNumber) return dynamodb.SequenceNumber;
  throw new TributaryError(
    'event_unreadable',
    'a record has no sequence number: the publisher takes records of a DynamoDB stream only',
    { retryable: false },
  );
}

/**
 * What readers must find in the table when they get the event: for a message with a second id, the
 * alias that leads from that id to the message; for a reaction, a copy beside the message that it is to.
 * The publisher writes them, so that no provider waits for them.
 */
function toItemsBeside(
  event: TributaryEvent,
  { detail }: ItemAttributes,
): readonly ItemAttributes[] {
  const reaction = orNone(() => {
    const key = reactionKeyOf(event);
    return key === undefined || detail === undefined ? [] : [{ ...toKeyAttributes(key), detail }];
  });
  return [...orNone(() => toPointer(aliasItemOf(event))), ...reaction];
}

function toPointer(item: PointerItem | undefined): readonly ItemAttributes[] {
  return item === undefined ? [] : [{ ...toKeyAttributes(item.key), alias: { S: item.alias } }];
}

function toKeyAttributes({ pk, sk }: RecordKey): ItemAttributes {
  return { pk: { S: pk }, sk: { S: sk } };
}

/**
 * What is read from an event that another version of the gateway may have written: what it lacks costs
 * only this. An error would hold up every event behind it.
 */
function orNone<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch {
    return [];
  }
}
