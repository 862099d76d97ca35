import type { MediaHistory, RecordedOutcome } from '../../functions/media-mirror/ports.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { mediaSortPrefix } from '../../shared/table/sort-key.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/**
 * A media history in memory, held by `test/contract/ports/media-history.test.ts`.
 *
 * @param records all event records, as the event store in memory has them
 */
export function createMemoryMediaHistory(records: () => readonly EventRecord[]) {
  const memory = {
    /** While it is true, every call fails as with a table that cannot be reached. */
    isDown: false,
    read: async (messagePartition: string): Promise<readonly RecordedOutcome[]> => {
      if (memory.isDown) throw new TributaryError('store_unavailable', 'down', { retryable: true });
      return records()
        .filter(({ key }) => key.pk === messagePartition && key.sk.startsWith(mediaSortPrefix))
        .flatMap(({ event }) => toOutcome(event));
    },
  };
  return memory satisfies MediaHistory;
}

function toOutcome(event: TributaryEvent): readonly RecordedOutcome[] {
  if (event['detail-type'] === 'media.stored') {
    const { media, copy = 1 } = event.detail.data;
    return [{ index: media.index, kind: 'stored', copy }];
  }
  if (event['detail-type'] !== 'media.failed') return [];
  const { media, attempt, retryable } = event.detail.data;
  return [{ index: media.index, kind: 'failed', attempt, retryable }];
}
