import type { MediaHistory, MediaRecord } from '../../../functions/media-mirror/ports.ts';
import { eventDefinitions, type TributaryEvent } from '../../../shared/contract/index.ts';
import { compareRecords } from '../../../shared/table/compare-records.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { EventStore } from '../../../shared/table/event-store.ts';

/** A table of event records in memory. What is stored must be an event of the contract. */
export function createMemoryRecords() {
  const records = new Map<string, EventRecord>();
  const store: EventStore = {
    store: async (record) => {
      const { event } = record;
      eventDefinitions[event['detail-type']].detail.parse(event.detail);
      const key = `${record.key.pk} ${record.key.sk}`;
      const existing = records.get(key);
      if (existing)
        return compareRecords({ detail: existing.event.detail, raw: existing.raw }, record);
      records.set(key, record);
      return 'stored';
    },
  };
  const history: MediaHistory = {
    read: async (partition) =>
      [...records.values()]
        .filter((record) => record.key.pk === partition)
        .flatMap(({ event }) => toRecord(event)),
  };
  return {
    ...store,
    ...history,
    /** Sort keys of the event records, in the order in which they were stored. */
    sortKeys: () => [...records.values()].map((record) => record.key.sk),
    events: () => [...records.values()].map((record) => record.event),
  };
}

function toRecord(event: TributaryEvent): readonly MediaRecord[] {
  if (event['detail-type'] === 'media.stored') {
    return [{ index: event.detail.data.media.index, outcome: 'stored' }];
  }
  if (event['detail-type'] !== 'media.failed') return [];
  const { media, attempt, retryable } = event.detail.data;
  return [{ index: media.index, outcome: 'failed', attempt, retryable }];
}
