import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import { readEvent } from '../../shared/table/event-item.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { BusEntry } from './ports.ts';

/** What a stream record is to the publisher. */
export type ReadRecord =
  | {
      readonly kind: 'event';
      readonly sequenceNumber: string;
      readonly pk: string;
      /** What goes to the bus: `detail` is the stored text. */
      readonly entry: BusEntry;
      /** The same event, parsed: for its alias and for the log. */
      readonly event: TributaryEvent;
      /** When the item expires, in seconds since 1970; absent: it never expires. */
      readonly expiresAtSeconds?: number;
    }
  /** Nothing to publish: not a new item, or an item that is stored and not published. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'undecodable'; readonly sequenceNumber: string };

/**
 * The event of a stream record. The stream's filter lets through only new items that are to be
 * published; both are checked again here, since a filter can be edited in a console.
 *
 * @throws {TributaryError} `event_unreadable` for a record that no DynamoDB stream wrote
 */
export function readRecord(record: DynamoDBRecord): ReadRecord {
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
  const expiresAt = item.expiresAt?.N;
  return {
    kind: 'event',
    sequenceNumber,
    pk,
    entry: { source: event.source, detailType: event['detail-type'], detail },
    event,
    ...(expiresAt !== undefined && { expiresAtSeconds: Number(expiresAt) }),
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
