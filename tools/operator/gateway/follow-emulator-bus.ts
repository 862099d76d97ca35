import {
  type EventEnvelope,
  readEventLog,
  readLastSequence,
} from '../../emulator-client/event-log.ts';

/** How long the emulator holds a request before it responds that no event came. */
const waitMs = 30_000;

/** Yields the events of a bus of the emulator as they come, until the caller stops. */
export async function* followEmulatorBus(
  origin: string,
  busName: string,
  sinceStart: boolean,
): AsyncGenerator<EventEnvelope> {
  let since = sinceStart ? 0 : await readLastSequence(origin);
  for (;;) {
    for (const { sequence, bus, event } of await readEventLog(origin, since, waitMs)) {
      since = sequence;
      if (bus === busName) yield event;
    }
  }
}
