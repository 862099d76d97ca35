import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TributaryError } from '../tributary-error.ts';
import { compareRecords, repeatKey } from './compare-records.ts';
import {
  type EventItem,
  type ItemAttributes,
  readEvent,
  readRaw,
  toEventItem,
} from './event-item.ts';
import type { EventRecord } from './event-record.ts';
import type { EventStore, StoreOutcome } from './event-store.ts';

export interface EventStoreSettings {
  readonly tableName: string;
  /** Time to live of event records in days; absent: records do not expire. */
  readonly retentionDays?: number | undefined;
}

/**
 * The event store on the DynamoDB table. A new event record costs one conditional `PutItem`. Only a
 * record whose key exists costs more: it is compared with the stored one.
 */
export function createDynamoDbEventStore(
  client: DynamoDBClient,
  settings: EventStoreSettings,
): EventStore {
  return { store };

  async function store(record: EventRecord): Promise<StoreOutcome> {
    const existing = await putToPublish(record);
    return existing === undefined ? 'stored' : storeRepeat(existing, record);
  }

  /** A second alternate or conflict has the key of the first, so the comparison goes on from there. */
  async function storeRepeat(existing: ItemAttributes, record: EventRecord): Promise<StoreOutcome> {
    const event = readEvent(existing);
    if (event === undefined) return 'duplicate';
    const repeat = compareRecords({ event, raw: readRawOfRepeat(existing) }, record);
    if (repeat === 'duplicate') return repeat;
    const { raw, payload } = record;
    const beside = { key: repeatKey(repeat, record), event: record.event, raw, payload };
    const before = await putWithoutPublishing(beside);
    if (before === undefined) return repeat;
    return repeat === 'alternate' ? storeRepeat(before, record) : 'duplicate';
  }

  /** Puts a record that the stream hands to the publisher. @returns the item that has the key already */
  function putToPublish(record: EventRecord): Promise<ItemAttributes | undefined> {
    return putIfAbsent(toEventItem(record, { publish: true, expiresAtSeconds: expiryOf(record) }));
  }

  /** Puts a record that stays in the table. @returns the item that has the key already */
  function putWithoutPublishing(record: EventRecord): Promise<ItemAttributes | undefined> {
    return putIfAbsent(toEventItem(record, { publish: false, expiresAtSeconds: expiryOf(record) }));
  }

  async function putIfAbsent(item: EventItem): Promise<ItemAttributes | undefined> {
    try {
      await client.send(
        new PutItemCommand({
          TableName: settings.tableName,
          Item: { ...item },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
      throw new TributaryError(
        'store_unavailable',
        'the events table did not accept an event record: check its throttling metrics and the AWS status page',
        { retryable: true, cause: error },
      );
    }
  }

  function expiryOf(record: EventRecord): number | undefined {
    if (settings.retentionDays === undefined) return undefined;
    const receivedAtMs = Date.parse(record.event.detail.metadata.receivedAt);
    return Math.ceil(receivedAtMs / 1000) + settings.retentionDays * 86_400;
  }
}

/**
 * The raw JSON of a stored item, to compare a repeat with. It cannot be read when newer code wrote it
 * against a dictionary that this code does not have, as after a rollback. Then the events decide, so
 * that the repeat does not fail on every retry.
 */
function readRawOfRepeat(item: ItemAttributes): string | undefined {
  try {
    return readRaw(item);
  } catch {
    return undefined;
  }
}
