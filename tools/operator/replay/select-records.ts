import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { parseSortKey } from '../../../shared/table/sort-key.ts';
import { isRecord, type TableItem, type TableRecord } from '../aws/dynamodb-events-table.ts';
import { isWithin, type TimeRange } from '../time-range.ts';

/** Which event records a command is about. An absent field selects all. */
export interface RecordSelection {
  /** By the time of receipt. */
  readonly range?: TimeRange | undefined;
  readonly provider?: string | undefined;
}

/** Whether an event is of the selected provider and time. */
export function isOf(event: TributaryEvent, { range, provider }: RecordSelection): boolean {
  const { metadata } = event.detail;
  return (
    (provider === undefined || metadata.provider === provider) &&
    (range === undefined || isWithin(metadata.receivedAt, range))
  );
}

/**
 * Whether an item is a selected event record that was published when it was received. Replays,
 * alternates and conflicts are not: they are beside such a record.
 */
export function isSelected(item: TableItem, selection: RecordSelection): item is TableRecord {
  return (
    isRecord(item) &&
    item.isPublished &&
    parseSortKey(item.key.sk)?.kind !== 'replay' &&
    isOf(item.event, selection)
  );
}
