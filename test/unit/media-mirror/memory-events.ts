import type { MediaHistory, RecordedOutcome } from '../../../functions/media-mirror/ports.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { createMemoryEventStore } from '../../support/memory-event-store.ts';

/** A table of event records in memory, with the mirror's history of each message. */
export function createMemoryRecords() {
  const { store, records } = createMemoryEventStore();
  const history: MediaHistory = {
    read: async (partition) =>
      records()
        .filter(({ key }) => key.pk === partition)
        .flatMap(({ event }) => toOutcome(event)),
  };
  return {
    store,
    ...history,
    /** Sort keys of the event records, in the order in which they were stored. */
    sortKeys: () => records().map(({ key }) => key.sk),
    events: () => records().map(({ event }) => event),
  };
}

function toOutcome(event: TributaryEvent): readonly RecordedOutcome[] {
  if (event['detail-type'] === 'media.stored') {
    return [{ index: event.detail.data.media.index, kind: 'stored' }];
  }
  if (event['detail-type'] !== 'media.failed') return [];
  const { media, attempt, retryable } = event.detail.data;
  return [{ index: media.index, kind: 'failed', attempt, retryable }];
}
