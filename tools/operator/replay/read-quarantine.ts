import { isQuarantineEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { quarantineDayPartitions } from '../../../shared/table/index-keys.ts';
import { type EventsTable, isRecord, type TableRecord } from '../aws/dynamodb-events-table.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { daysOf, type TimeRange } from '../time-range.ts';
import { isOf, type RecordSelection } from './select-records.ts';

/** A month has more than a hundred partitions, most of them empty. */
const partitionsAtOnce = 16;

/**
 * The quarantined records of a time range, the oldest first: one query for each partition of each day
 * of the index, which has the events and not their raw JSON.
 */
export async function readQuarantine(
  table: Pick<EventsTable, 'readQuarantine'>,
  selection: RecordSelection & { readonly range: TimeRange },
): Promise<readonly TableRecord[]> {
  const records: TableRecord[] = [];
  const partitions = daysOf(selection.range).flatMap(quarantineDayPartitions);
  await forEachInParallel(partitions, partitionsAtOnce, async (partition) => {
    const items = await table.readQuarantine(partition);
    records.push(...items.filter(isRecord).filter(({ event }) => isOf(event, selection)));
  });
  return records.sort((a, b) => (sortOf(a) < sortOf(b) ? -1 : 1));
}

/** Why an event is quarantined: what was wrong, the path of the first value that was, and what was expected there. */
export function readReason(event: TributaryEvent): {
  readonly reason: string;
  readonly path?: string | undefined;
  readonly problem?: string | undefined;
} {
  if (!isQuarantineEvent(event)) return { reason: 'unknown_kind' };
  const { reason, path, problem } = event.detail.data;
  return { reason, path, problem };
}

/** Those of one instant come in the order of their keys. */
function sortOf({ key, event }: TableRecord): string {
  return `${event.detail.metadata.receivedAt} ${key.pk}`;
}
