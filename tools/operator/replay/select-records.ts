import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { TableFact } from '../aws/dynamodb-events-table.ts';
import { isWithin, type TimeRange } from '../time-range.ts';

/** Which facts a command is about. What is absent does not matter. */
export interface FactSelection {
  /** By the time of receipt. */
  readonly range?: TimeRange | undefined;
  readonly provider?: string | undefined;
}

/** A fact that is an event. */
export type EventFact = TableFact & { readonly event: TributaryEvent };

/** Whether an event is of the provider and the time that are selected. */
export function isOf(event: TributaryEvent, { range, provider }: FactSelection): boolean {
  const { metadata } = event.detail;
  return (
    (provider === undefined || metadata.provider === provider) &&
    (range === undefined || isWithin(metadata.receivedAt, range))
  );
}

/**
 * Whether it is a fact that was published, and is selected. Replays, second tellings and conflicts
 * are none: they lie beside the fact that counts.
 */
export function isSelected(fact: TableFact, selection: FactSelection): fact is EventFact {
  const { event, key, isPublished } = fact;
  return (
    event !== undefined && isPublished && !key.sk.startsWith('replay#') && isOf(event, selection)
  );
}
