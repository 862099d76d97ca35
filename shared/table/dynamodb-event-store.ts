import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TributaryError } from '../tributary-error.ts';
import { insertItems, readItems } from './dynamodb-groups.ts';
import {
  type EventItem,
  type ItemAttributes,
  readEvent,
  readRaw,
  toEventItem,
} from './event-item.ts';
import type { EventRecord } from './event-record.ts';
import type { CallbackEventStore, PutPayload, StoreOutcome } from './event-store.ts';
import { toKeyText } from './keys.ts';
import { type Attempt, type ExistingRecord, storeRepeat, toNextAttempt } from './store-repeat.ts';

export interface EventStoreSettings {
  readonly tableName: string;
  /** Time to live of event records in days; absent: records do not expire. */
  readonly retentionDays?: number | undefined;
}

/** Up to this many records of a callback are put one by one, each in one call. */
const maxSinglePuts = 100;

/** Records that are read, and then inserted, in requests at the same time: in 5, and then in 20. */
const recordsAtATime = 500;

/** An attempt, with the record under its own key. */
interface SourcedAttempt extends Attempt {
  readonly source: EventRecord;
}

/**
 * The event store on the DynamoDB table. A new event record costs one conditional `PutItem`. Only a
 * record whose key exists costs more: it is compared with the stored one. More than 100 records of one
 * callback are read and inserted in groups (`docs/adr/0031-callbacks-with-many-items.md`).
 */
export function createDynamoDbEventStore(
  client: DynamoDBClient,
  settings: EventStoreSettings,
): CallbackEventStore {
  return { store, storeMany };

  async function store(record: EventRecord, signal?: AbortSignal): Promise<StoreOutcome> {
    const existing = await putIfAbsent(record, true, signal);
    return existing === undefined
      ? 'stored'
      : storeRepeat(existing, record, (beside) => putIfAbsent(beside, false, signal));
  }

  async function storeMany(
    records: readonly EventRecord[],
    putPayload: PutPayload,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<EventRecord, StoreOutcome>> {
    const outcomes = new Map<EventRecord, StoreOutcome>();
    if (records.length <= maxSinglePuts) return outcomes;
    const target = { client, tableName: settings.tableName, signal };
    const known = new Map<string, ExistingRecord>();

    /** Each round tries one key of each record: its own, and then those beside. */
    async function storeGroup(group: readonly EventRecord[]): Promise<void> {
      let attempts: readonly SourcedAttempt[] = group.map((source) => ({
        source,
        outcome: 'stored',
        record: source,
      }));
      while (attempts.length > 0 && !signal?.aborted) {
        const byKey = Map.groupBy(attempts, ({ record }) => toKeyText(record.key));
        const unknown = [...byKey].filter(([key]) => !known.has(key));
        const keys = unknown.flatMap(([, [first]]) => first?.record.key ?? []);
        for (const [key, item] of await readItems(target, keys))
          known.set(key, toExistingRecord(item));
        // DynamoDB refuses a group of calls with the same key twice, so the others wait for a round.
        const free = [...byKey].flatMap(([key, [first]]) =>
          first && !known.has(key) ? [first] : [],
        );
        const inserted = await insertItems(target, free, toAttemptItem, putPayload);
        for (const { source, outcome, record } of inserted) {
          outcomes.set(source, outcome);
          known.set(toKeyText(record.key), record);
        }
        attempts = attempts.filter(({ source }) => !outcomes.has(source)).flatMap(goOn);
      }
    }

    /** The next attempt of a record whose key exists. One whose key could not be put is left to `store`. */
    function goOn({ source, ...attempt }: SourcedAttempt): readonly SourcedAttempt[] {
      const existing = known.get(toKeyText(attempt.record.key));
      if (existing === undefined) return [];
      const next = toNextAttempt(attempt, source, existing);
      if (next !== undefined) return [{ source, ...next }];
      outcomes.set(source, 'duplicate');
      return [];
    }

    for (let from = 0; from < records.length; from += recordsAtATime) {
      await storeGroup(records.slice(from, from + recordsAtATime));
    }
    return outcomes;
  }

  function toAttemptItem({ record, outcome }: Attempt): EventItem {
    return toItem(record, outcome === 'stored');
  }

  /**
   * @param publish whether the stream hands the record to the publisher
   * @returns the record that has the key already
   */
  async function putIfAbsent(
    record: EventRecord,
    publish: boolean,
    signal: AbortSignal | undefined,
  ): Promise<ExistingRecord | undefined> {
    try {
      signal?.throwIfAborted();
      const command = new PutItemCommand({
        TableName: settings.tableName,
        Item: { ...toItem(record, publish) },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      await client.send(command, signal ? { abortSignal: signal } : {});
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

  function toItem(record: EventRecord, publish: boolean): EventItem {
    return toEventItem(record, { publish, expiresAtSeconds: expiryOf(record) });
  }

  function expiryOf(record: EventRecord): number | undefined {
    if (settings.retentionDays === undefined) return undefined;
    const receivedAtMs = Date.parse(record.event.detail.metadata.receivedAt);
    return Math.ceil(receivedAtMs / 1000) + settings.retentionDays * 86_400;
  }
}

function toExistingRecord(item: ItemAttributes): ExistingRecord {
  const key = item.payloadKey?.S;
  return {
    event: readEvent(item),
    raw: readRawOfRepeat(item),
    ...(key !== undefined && { payload: { key } }),
  };
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
