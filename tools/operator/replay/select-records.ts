import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { TableRecord } from '../aws/dynamodb-events-table.ts';
import { isWithin, type TimeRange } from '../time-range.ts';

/** Which event records a command is about. What is absent does not matter. */
export interface RecordSelection {
  /** By the time of receipt. */
  readonly range?: TimeRange | undefined;
  readonly provider?: string | undefined;
}

/** An event record that is an event. */
export type EventRecord = TableRecord & { readonly event: TributaryEvent };

/** Whether an event is of the provider and the time that are selected. */
export function isOf(event: TributaryEvent, { range, provider }: RecordSelection): boolean {
  const { metadata } = event.detail;
  return (
    (provider === undefined || metadata.provider === provider) &&
    (range === undefined || isWithin(metadata.receivedAt, range))
  );
}

/**
 * Whether it is an event record that was published, and is selected. Replays, second tellings and conflicts
 * are none: they lie beside the event record that counts.
 */
export function isSelected(record: TableRecord, selection: RecordSelection): record is EventRecord {
  const { event, key, isPublished } = record;
  return (
    event !== undefined && isPublished && !key.sk.startsWith('replay#') && isOf(event, selection)
  );
}
