import { eventDefinitions } from '../../shared/contract/index.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import type {
  CallbackEventStore,
  EventStore,
  PutPayload,
  StoreOutcome,
} from '../../shared/table/event-store.ts';
import type { RecordKey } from '../../shared/table/keys.ts';
import { compareRecords, storeRepeat } from '../../shared/table/store-repeat.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** An event record as it is in memory: a repeat that is stored beside the first is not published. */
export interface MemoryRecord extends EventRecord {
  readonly isPublished: boolean;
}

/**
 * An event store in memory, held by `test/contract/ports/event-store.test.ts`. It is stricter than
 * the port: an event that is not valid against the contract is an error of the test.
 */
export function createMemoryEventStore() {
  const items = new Map<string, MemoryRecord>();

  /** @returns the record that has the key already; `undefined` when this one was put */
  function putIfAbsent(record: EventRecord, isPublished: boolean): MemoryRecord | undefined {
    const key = toText(record.key);
    const existing = items.get(key);
    if (existing === undefined) items.set(key, { ...record, isPublished });
    return existing;
  }

  const memory = {
    /** While it is true, every call fails as with a table that cannot be reached. */
    isDown: false,
    /** Everything that was stored, in order. */
    records: (): readonly MemoryRecord[] => [...items.values()],
    /** The record with this key. */
    read: (key: RecordKey): MemoryRecord | undefined => items.get(toText(key)),
    store,
    /** All whose payloads are durable. */
    storeMany: async (records: readonly EventRecord[], putPayload: PutPayload) => {
      const outcomes = new Map<EventRecord, StoreOutcome>();
      if (memory.isDown) return outcomes;
      for (const record of records) {
        const existing = memory.read(record.key);
        const isDuplicate = existing && compareRecords(existing, record) === 'duplicate';
        try {
          if (record.payload && !isDuplicate) await putPayload(record.payload);
          outcomes.set(record, await store(record));
        } catch {}
      }
      return outcomes;
    },
  };

  async function store(record: EventRecord): Promise<StoreOutcome> {
    if (memory.isDown) throw new TributaryError('store_unavailable', 'down', { retryable: true });
    const { event } = record;
    eventDefinitions[event['detail-type']].detail.parse(event.detail);
    const existing = putIfAbsent(record, true);
    return existing === undefined
      ? 'stored'
      : storeRepeat(existing, record, async (beside) => putIfAbsent(beside, false));
  }

  return memory satisfies CallbackEventStore;
}

/** An event store that stores all records one by one. */
export function toEventStore(store: EventStore['store']): CallbackEventStore {
  return { store, storeMany: async () => new Map() };
}

function toText({ pk, sk }: RecordKey): string {
  return `${pk}\n${sk}`;
}
