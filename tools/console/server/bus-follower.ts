import { EventEmitter, once } from 'node:events';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import { toGatewayEvent } from '../../emulator-client/gateway-event.ts';
import { explainError } from '../../operator/explain-error.ts';
import type { ArrivedEvent, EventsPage, Following } from '../api.ts';
import type { Follower } from './arrivals.ts';

/** The newest events that have arrived since the console follows the bus. */
export interface BusFollower extends Follower {
  events(since: number | undefined, waitMs: number): Promise<EventsPage>;
}

/** Older ones make room. */
const maxEvents = 5000;

/**
 * Follows a deployed bus while a person wants it.
 *
 * @param follow yields the events until the signal aborts, then deletes what it has created; it says so
 */
export function createBusFollower(
  follow: (signal: AbortSignal, say: (text: string) => void) => AsyncIterable<EventEnvelope>,
): BusFollower {
  const events: ArrivedEvent[] = [];
  const arrived = new EventEmitter().setMaxListeners(0);
  let last = 0;
  let following: Following = { state: 'off', text: '' };
  let running: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  function append(event: EventEnvelope): void {
    const shown = toGatewayEvent(event);
    if (shown === undefined) return;
    last += 1;
    events.push({ sequence: last, at: event.time, event: shown });
    if (events.length > maxEvents) events.splice(0, events.length - maxEvents);
    arrived.emit('event');
  }

  async function run(signal: AbortSignal): Promise<void> {
    let said = '';
    try {
      const say = (text: string) => {
        said = text;
        following = { state: signal.aborted ? 'ending' : 'on', text };
      };
      for await (const event of follow(signal, say)) append(event);
      following = { state: 'off', text: /^could not/.test(said) ? said : '' };
    } catch (error) {
      following = { state: 'failed', text: explainError(error) ?? String(error) };
    }
  }

  return {
    following: () => following,
    start() {
      if (running !== undefined) return;
      const stop = new AbortController();
      following = { state: 'starting', text: '' };
      const ended = run(stop.signal).then(() => {
        running = undefined;
      });
      running = { stop, ended };
    },
    async stop() {
      if (running === undefined) return;
      const { state } = following;
      if (state === 'starting' || state === 'on') following = { ...following, state: 'ending' };
      running.stop.abort();
      await running.ended;
    },
    async events(since, waitMs) {
      const from = since ?? 0;
      if (last <= from && waitMs > 0) {
        await once(arrived, 'event', { signal: AbortSignal.timeout(waitMs) }).catch(
          () => undefined,
        );
      }
      return { events: events.filter(({ sequence }) => sequence > from), last };
    },
  };
}
