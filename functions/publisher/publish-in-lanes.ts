import { toErrorFields } from '../../shared/tributary-error.ts';
import {
  type BusEntry,
  maxEntries,
  maxEntryBytes,
  type PublisherPorts,
  type PublishOutcome,
} from './ports.ts';
import type { Outgoing } from './read-record.ts';

/** How many calls to the bus are under way at the same time (`docs/performance.md`, h). */
export const maxCalls = 32;

/** How long to wait before each repeat of what the bus did not accept. */
export const backOffMs = [100, 400, 1_600] as const;

/**
 * Puts events on the bus, in calls of ten that run side by side. The events of one partition are a
 * lane: each is offered when the one before it is done. An event is done when the bus has it, or when
 * the bus can never take it and its record is a dead letter.
 *
 * After a failure nothing else is offered until the bus has accepted what failed, because Lambda
 * repeats everything from the first event on that is not done. Only calls that were under way may
 * still publish something behind it.
 *
 * @param events in stream order
 * @returns the events that are done
 */
export async function publishInLanes(
  events: readonly Outgoing[],
  ports: PublisherPorts,
): Promise<ReadonlySet<Outgoing>> {
  const done = new Set<Outgoing>();

  /** @returns the events that are not done, in order */
  async function offer(call: readonly Outgoing[]): Promise<readonly Outgoing[]> {
    const outcomes = await publish(call, ports);
    const left: Outgoing[] = [];
    for (const [index, event] of call.entries()) {
      const outcome = outcomes[index] ?? 'failed';
      const isDeadLetter = outcome === 'rejected' && (await storeDeadLetter(event, ports));
      if (outcome === 'published' || isDeadLetter) done.add(event);
      else left.push(event);
    }
    return left;
  }

  /** Offers everything that is not done, until something fails. @returns what failed, in order */
  async function offerAll(): Promise<readonly Outgoing[]> {
    const lanes = toLanes(events.filter((event) => !done.has(event)));
    const failed = new Set<Outgoing>();
    const calls = new Set<Promise<void>>();
    for (;;) {
      while (calls.size < maxCalls && failed.size === 0 && ports.hasTime()) {
        const call = lanes.takeCall();
        if (call.length === 0) break;
        const ended = offer(call).then((left) => {
          for (const event of left) failed.add(event);
          lanes.free(call.filter((event) => done.has(event)));
          calls.delete(ended);
        });
        calls.add(ended);
      }
      if (calls.size === 0) return events.filter((event) => failed.has(event));
      await Promise.race(calls);
    }
  }

  /** Offers the first call of what failed, later and later. @returns whether it is done */
  async function offerAgain(failed: readonly Outgoing[]): Promise<boolean> {
    let call = toLanes(failed).takeCall();
    for (const ms of backOffMs) {
      await ports.waitMs(ms);
      if (!ports.hasTime()) return false;
      call = await offer(call);
      if (call.length === 0) return true;
    }
    return false;
  }

  for (;;) {
    const failed = await offerAll();
    if (failed.length === 0 || !(await offerAgain(failed))) return done;
  }
}

/** When the bus cannot be reached, that is an outage and not poison: everything is offered again. */
async function publish(
  call: readonly Outgoing[],
  { bus, log }: PublisherPorts,
): Promise<readonly PublishOutcome[]> {
  try {
    return await bus.publish(call.map(({ entry }) => entry));
  } catch (error) {
    log.error('bus unreachable', { ...toErrorFields(error), events: call.length });
    return call.map(() => 'failed');
  }
}

/** @returns whether the record is a dead letter */
async function storeDeadLetter(
  { sequenceNumber, record, id }: Outgoing,
  { deadLetters, log }: PublisherPorts,
): Promise<boolean> {
  try {
    await deadLetters.store(sequenceNumber, record);
  } catch (error) {
    log.error('batch not finished', toErrorFields(error));
    return false;
  }
  log.error('event rejected', { id });
  return true;
}

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
