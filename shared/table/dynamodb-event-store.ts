import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TributaryError } from '../tributary-error.ts';
import { compareRecords, repeatSortKey } from './compare-records.ts';
import { readEvent, readRaw, toEventItem } from './event-item.ts';
import type { EventRecord } from './event-record.ts';
import type { EventStore, StoreOutcome } from './event-store.ts';

export interface EventStoreSettings {
  readonly tableName: string;
  /** Time to live of event records in days; absent: they are kept. */
  readonly retentionDays?: number | undefined;
}

type Repeated = Parameters<typeof readEvent>[0];

/**
 * Event records in the DynamoDB table: one conditional `PutItem` for a new event record. Only an event record whose key is
 * taken costs more, since then it is compared with the one that is there.
 */
export function createDynamoDbEventStore(
  client: DynamoDBClient,
  settings: EventStoreSettings,
): EventStore {
  return { store };

  async function store(record: EventRecord): Promise<StoreOutcome> {
    const existing = await putUnlessPresent(record, true);
    return existing === undefined ? 'stored' : keepBeside(existing, record);
  }

  /** A provider event's second telling may differ from its first, which is beside the event record already. */
  async function keepBeside(existing: Repeated, record: EventRecord): Promise<StoreOutcome> {
    const event = readEvent(existing);
    if (event === undefined) return 'duplicate';
    const repeat = compareRecords({ detail: event.detail, raw: readRawOfRepeat(existing) }, record);
    if (repeat === 'duplicate') return repeat;
    const { event: told, raw, payload, key } = record;
    const beside: EventRecord = {
      key: { pk: key.pk, sk: repeatSortKey(repeat, record) },
      event: told,
      raw,
      payload,
    };
    const before = await putUnlessPresent(beside, false);
    if (before === undefined) return repeat;
    return repeat === 'alternate' ? keepBeside(before, record) : 'duplicate';
  }

  /** @returns the item that is there already, or `undefined` when the event record was new */
  async function putUnlessPresent(
    record: EventRecord,
    publish: boolean,
  ): Promise<Repeated | undefined> {
    try {
      await client.send(
        new PutItemCommand({
          TableName: settings.tableName,
          Item: { ...toEventItem(record, { publish, expiresAtSeconds: expiryOf(record) }) },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
      throw new TributaryError(
        'store_unavailable',
        'the events table did not take an event record: look at its throttles and at the AWS status page',
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
 * against a dictionary that this code does not have, as after a rollback: then the events decide, and
 * a repeat is not refused for ever.
 */
function readRawOfRepeat(item: Repeated): string | undefined {
  try {
    return readRaw(item);
  } catch {
    return undefined;
  }
}
