import { quarantineShards } from '../../../shared/table/to-event-record.ts';
import type { EventsTableReader, TableRecord } from '../aws/dynamodb-events-table.ts';
import { daysOf, type TimeRange } from '../time-range.ts';
import { type EventRecord, isOf, type RecordSelection } from './select-records.ts';

/**
 * What was not understood in a time range, the oldest first: one query for each shard of each day.
 * The event records come from the index, which has the event and not the raw JSON.
 */
export async function readListedRecords(
  table: Pick<EventsTableReader, 'listed'>,
  selection: RecordSelection & { readonly range: TimeRange },
): Promise<readonly EventRecord[]> {
  const partitions = daysOf(selection.range).flatMap((day) =>
    Array.from({ length: quarantineShards }, (_, shard) => `${day}#${shard}`),
  );
  const records: EventRecord[] = [];
  for (const partition of partitions) {
    for (const record of await table.listed(partition)) {
      if (isEvent(record) && isOf(record.event, selection)) records.push(record);
    }
  }
  return records.sort((a, b) => (receivedAt(a) < receivedAt(b) ? -1 : 1));
}

function isEvent(record: TableRecord): record is EventRecord {
  return record.event !== undefined;
}

function receivedAt({ event }: EventRecord): string {
  return event.detail.metadata.receivedAt;
}
