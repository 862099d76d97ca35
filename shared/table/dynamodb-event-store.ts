import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TributaryError } from '../tributary-error.ts';
import { type ItemAttributes, readEvent, readRaw, toEventItem } from './event-item.ts';
import type { EventRecord } from './event-record.ts';
import type { EventStore, StoreOutcome } from './event-store.ts';
import { type ExistingRecord, storeRepeat } from './store-repeat.ts';

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
    const existing = await putIfAbsent(record, true);
    return existing === undefined
      ? 'stored'
      : storeRepeat(existing, record, (beside) => putIfAbsent(beside, false));
  }

  /**
   * @param publish whether the stream hands the record to the publisher
   * @returns the record that has the key already
   */
  async function putIfAbsent(
    record: EventRecord,
    publish: boolean,
  ): Promise<ExistingRecord | undefined> {
    const item = toEventItem(record, { publish, expiresAtSeconds: expiryOf(record) });
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
      if (error instanceof ConditionalCheckFailedException)
        return toExistingRecord(error.Item ?? {});
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

function toExistingRecord(item: ItemAttributes): ExistingRecord {
  return { event: readEvent(item), raw: readRawOfRepeat(item) };
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
