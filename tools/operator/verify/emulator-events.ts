import { readEventLog, readLastSequence } from '../../emulator-client/event-log.ts';
import type { EventSource } from './event-inbox.ts';

/** How long the emulator holds a request before it responds that no event came. */
const waitMs = 1_000;

/** The events that are put on the emulator's buses from now on. */
export async function openEmulatorEvents(origin: string): Promise<EventSource> {
  let since = await readLastSequence(origin);
  return {
    async *receive() {
      for (const { sequence, event } of await readEventLog(origin, since, waitMs)) {
        since = sequence;
        yield event;
      }
    },
    close: async () => {},
  };
}
