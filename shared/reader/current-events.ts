import { isMessageEvent, type MessageType } from '../contract/event-kinds.ts';
import type { Detail, TributaryEvent } from '../contract/index.ts';
import type { StoredRecord } from '../table/event-record.ts';
import { isReaction } from '../table/message-partitions.ts';
import { parseSortKey, type SortKey } from '../table/sort-key.ts';
import { byOccurrence } from './by-occurrence.ts';

/** An event as it was first published, or as a replay read it again. */
interface Version {
  /** Name of the replay; empty for the event as it was first published. */
  readonly run: string;
  readonly event: TributaryEvent;
}

/**
 * The events that count, each once: as its last replay read it, else as it was first published.
 * Alternates, conflicts and reactions to the message are left out.
 *
 * Replays are in the order of their runs' names, which are the instants at which they began; a run
 * that an operator named in words comes after those. The mark `replayed` is removed: it belongs to
 * the repeated event on the bus, not to what happened.
 */
export function selectCurrentEvents(records: readonly StoredRecord[]): readonly TributaryEvent[] {
  const versions = new Map<string, Version>();
  for (const { key, event } of records) {
    const sort = parseSortKey(key.sk);
    if (sort !== undefined && isBeside(sort)) continue;
    const [run, sk] = sort?.kind === 'replay' ? [sort.run, sort.of] : ['', key.sk];
    const record = `${key.pk}\n${sk}`;
    const known = versions.get(record);
    if (known === undefined || known.run < run) versions.set(record, { run, event });
  }
  return [...versions.values()].map(({ event }) => withoutReplayMark(event));
}

function withoutReplayMark(event: TributaryEvent): TributaryEvent {
  const { replayed: _, ...metadata } = event.detail.metadata;
  // TypeScript does not follow that the copy is of the same member of the union.
  return { ...event, detail: { ...event.detail, metadata } } as TributaryEvent;
}

/** Whether an item is not published, and stands beside the record that it is about. */
function isBeside({ kind }: SortKey): boolean {
  return kind === 'alternate' || kind === 'conflict' || kind === 'reaction';
}

/** The reactions that stand beside the message that they are to, in the order in which they were made. */
export function selectReactions(records: readonly StoredRecord[]): readonly Detail<MessageType>[] {
  return records
    .flatMap(({ key, event }) => (isReaction(key) && isMessageEvent(event) ? [event.detail] : []))
    .sort(byOccurrence);
}
