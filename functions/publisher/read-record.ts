import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import { readEvent } from '../../shared/table/event-item.ts';

/** What a stream record is to the publisher. */
export type ReadRecord =
  | {
      readonly kind: 'event';
      readonly sequenceNumber: string;
      readonly pk: string;
      readonly event: TributaryEvent;
      /** When the item is deleted, in seconds since 1970; absent: it is kept. */
      readonly expiresAtSeconds?: number;
    }
  /** Nothing to publish: no new item, or an item that is kept only. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'undecodable'; readonly sequenceNumber: string };

/**
 * The event of a stream record. The stream's filter lets through only new items that are to be
 * published; the same is asked here again, since a filter can be edited in a console.
 */
export function readRecord(record: DynamoDBRecord): ReadRecord {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  // Lambda hands the stream's JSON form over, in which only binary values differ from the SDK's.
  const item = record.dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
  if (record.eventName !== 'INSERT' || item?.publish?.N !== '1') return { kind: 'skipped' };
  const event = readEvent(item);
  if (event === undefined) return { kind: 'undecodable', sequenceNumber };
  const expiresAt = item.expiresAt?.N;
  return {
    kind: 'event',
    sequenceNumber,
    pk: item.pk?.S ?? '',
    event,
    ...(expiresAt !== undefined && { expiresAtSeconds: Number(expiresAt) }),
  };
}
