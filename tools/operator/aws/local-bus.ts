import type { EventEnvelope, LoggedEvent } from '../../emulator/event-bridge/event-log.ts';
import { fetchLocally } from './local-stack.ts';

/** How long the gateway holds a question before it answers that nothing came. */
const waitMs = 30_000;

/** The events of the bus on this machine, as they come. */
export async function* followLocalBus(
  origin: string,
  sinceStart: boolean,
): AsyncGenerator<EventEnvelope> {
  const events = `${origin}/_local/events`;
  const { headers } = await fetchLocally(`${events}?since=0&limit=0`);
  let since = sinceStart ? 0 : Number(headers.get('tributary-last-sequence'));
  for (;;) {
    const response = await fetchLocally(`${events}?since=${since}&wait=${waitMs}`);
    for (const line of (await response.text()).split('\n')) {
      if (line === '') continue;
      const { sequence, event }: LoggedEvent = JSON.parse(line);
      since = sequence;
      yield event;
    }
  }
}
