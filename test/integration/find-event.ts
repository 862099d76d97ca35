import { type EventEnvelope, readEventLog } from '../../tools/emulator-client/event-log.ts';

const waitMs = 60_000;
const maxSilentWaits = 5;

/**
 * Waits for the first event on the emulator's bus that matches. The limit only ends a wait for what
 * never happens.
 */
export async function findEvent(
  origin: string,
  matches: (event: EventEnvelope) => boolean,
): Promise<EventEnvelope> {
  let since = 0;
  for (let silentWaits = 0; silentWaits < maxSilentWaits; ) {
    const logged = await readEventLog(origin, since, waitMs);
    const found = logged.find(({ event }) => matches(event));
    if (found) return found.event;
    if (logged.length === 0) silentWaits += 1;
    since = logged.at(-1)?.sequence ?? since;
  }
  throw new Error('no matching event is on the bus');
}
