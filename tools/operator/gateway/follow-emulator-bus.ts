import {
  type EventEnvelope,
  readEventLog,
  readLastSequence,
} from '../../emulator-client/event-log.ts';

/** How long the emulator holds a request before it responds that no event came. */
const waitMs = 30_000;

/** Yields the events of a bus of the emulator as they come, until the caller stops or the signal ends it. */
export async function* followEmulatorBus(
  origin: string,
  busName: string,
  sinceStart: boolean,
  signal?: AbortSignal,
): AsyncGenerator<EventEnvelope> {
  let since = sinceStart ? 0 : await readLastSequence(origin);
  while (!signal?.aborted) {
    const logged = await readEventLog(origin, since, waitMs, signal).catch((error: unknown) => {
      if (signal?.aborted) return [];
      throw error;
    });
    for (const { sequence, bus, event } of logged) {
      since = sequence;
      if (bus === busName) yield event;
    }
  }
}
