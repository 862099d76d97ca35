import { type BusEntry, maxEntries, maxEntryBytes } from './ports.ts';
import type { Outgoing } from './read-record.ts';

/** Events that wait for their turn. */
export interface Lanes<Event> {
  /**
   * Takes the events of the next call: the first ones that fit into it, in stream order. A single event
   * always fits: a table item holds 400 KB.
   *
   * @returns none, when every lane is empty or has an event under way
   */
  takeCall(): readonly Event[];
  /** Frees the lanes of events that are done: their next ones may be taken. */
  free(done: readonly Event[]): void;
}

/**
 * Puts events in lanes by their partition.
 *
 * No event is taken while another of its partition is under way, and no call has two of a partition: the bus
 * may refuse an entry and take the next, which would then overtake it.
 *
 * The first event of each free lane is kept in order, so that a call looks at the events that it takes, and
 * not at all that wait: that was a seventh of the publisher's CPU time.
 *
 * @param events in stream order
 */
export function toLanes<Event extends Pick<Outgoing, 'entry' | 'pk'>>(
  events: readonly Event[],
): Lanes<Event> {
  const places = new Map(events.map((event, place) => [event, place]));
  const lanes = Map.groupBy(events, ({ pk }) => pk);
  const heads = [...lanes.values()].flatMap((lane) => lane.splice(0, 1));
  const placeOf = (event: Event | undefined) => (event && places.get(event)) ?? 0;

  /** Adds the first event of a lane at its place. */
  function insert(event: Event): void {
    let [from, to] = [0, heads.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (placeOf(heads[middle]) < placeOf(event)) from = middle + 1;
      else to = middle;
    }
    heads.splice(from, 0, event);
  }

  return {
    takeCall() {
      const call: Event[] = [];
      let bytes = 0;
      for (let next = 0; next < heads.length && call.length < maxEntries; ) {
        const event = heads[next];
        if (event === undefined) break;
        const size = entryBytes(event.entry);
        if (call.length > 0 && bytes + size > maxEntryBytes) {
          next += 1;
          continue;
        }
        call.push(event);
        heads.splice(next, 1);
        bytes += size;
      }
      return call;
    },
    free(done) {
      for (const { pk } of done)
        for (const event of lanes.get(pk)?.splice(0, 1) ?? []) insert(event);
    },
  };
}

/** Bytes of an entry as EventBridge counts them: source, detail-type and detail in UTF-8. */
function entryBytes({ source, detailType, detail }: BusEntry): number {
  return Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
}
