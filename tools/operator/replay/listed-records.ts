import { quarantineShards } from '../../../shared/table/to-event-record.ts';
import type { FactTable, TableFact } from '../aws/dynamodb-events-table.ts';
import { daysOf, type TimeRange } from '../time-range.ts';
import { type EventFact, type FactSelection, isOf } from './select-records.ts';

/**
 * What was not understood in a time range, the oldest first: one query for each shard of each day.
 * The facts come from the index, which has the event and not the raw JSON.
 */
export async function readListedFacts(
  table: Pick<FactTable, 'listed'>,
  selection: FactSelection & { readonly range: TimeRange },
): Promise<readonly EventFact[]> {
  const partitions = daysOf(selection.range).flatMap((day) =>
    Array.from({ length: quarantineShards }, (_, shard) => `${day}#${shard}`),
  );
  const facts: EventFact[] = [];
  for (const partition of partitions) {
    for (const fact of await table.listed(partition)) {
      if (isEvent(fact) && isOf(fact.event, selection)) facts.push(fact);
    }
  }
  return facts.sort((a, b) => (receivedAt(a) < receivedAt(b) ? -1 : 1));
}

function isEvent(fact: TableFact): fact is EventFact {
  return fact.event !== undefined;
}

function receivedAt({ event }: EventFact): string {
  return event.detail.metadata.receivedAt;
}
