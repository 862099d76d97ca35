import { quarantineDayPartitions } from '../../../shared/table/index-keys.ts';
import { type EventsTable, isRecord, type TableRecord } from '../aws/dynamodb-events-table.ts';
import { daysOf, type TimeRange } from '../time-range.ts';
import { isOf, type RecordSelection } from './select-records.ts';

/**
 * The quarantined records of a time range, the oldest first: one query for each partition of each day
 * of the index, which has the events and not their raw JSON.
 */
export async function readQuarantine(
  table: Pick<EventsTable, 'readQuarantine'>,
  selection: RecordSelection & { readonly range: TimeRange },
): Promise<readonly TableRecord[]> {
  const records: TableRecord[] = [];
  for (const partition of daysOf(selection.range).flatMap(quarantineDayPartitions)) {
    const items = await table.readQuarantine(partition);
    records.push(...items.filter(isRecord).filter(({ event }) => isOf(event, selection)));
  }
  return records.sort((a, b) => (receivedAt(a) < receivedAt(b) ? -1 : 1));
}

function receivedAt({ event }: TableRecord): string {
  return event.detail.metadata.receivedAt;
}
