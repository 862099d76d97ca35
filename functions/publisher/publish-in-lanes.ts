import { toErrorFields } from '../../shared/tributary-error.ts';
import { toLanes } from './lanes.ts';
import type { PublisherPorts, PublishOutcome } from './ports.ts';
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
