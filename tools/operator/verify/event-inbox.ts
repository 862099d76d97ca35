import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import { OperatorError } from '../operator-error.ts';

/** The events of a run as they arrive on the bus. */
export interface EventInbox {
  /**
   * Waits for the event with this `metadata.id`.
   *
   * @returns `undefined` when it did not arrive in this time
   * @throws the error that ended the subscription
   */
  waitFor(eventId: string, timeoutMs: number): Promise<EventEnvelope | undefined>;
  /** How often the event has arrived so far. */
  count(eventId: string): number;
  close(): Promise<void>;
}

/** A way to receive the events of a bus. */
export interface EventSource {
  /** The events that have arrived since the last call; waits some seconds for the first one. */
  receive(signal: AbortSignal): AsyncIterable<EventEnvelope>;
  /**
   * Waits until events arrive at the inbox of this source. Absent where they do so at once.
   *
   * @throws {OperatorError} when they do not in this time
   */
  prove?(inbox: EventInbox, timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Receives from a source until it is closed. */
export function openEventInbox(source: EventSource): EventInbox {
  const arrived = new Map<string, { event: EventEnvelope; times: number }>();
  const closing = new AbortController();
  let failure: unknown;
  /** Settles when something has arrived, or the subscription has ended. */
  let news = Promise.withResolvers<void>();

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      for await (const event of source.receive(closing.signal)) {
        const id = idOf(event);
        if (id === undefined) continue;
        arrived.set(id, { event, times: (arrived.get(id)?.times ?? 0) + 1 });
        announce();
      }
    }
  }

  function announce(): void {
    news.resolve();
    news = Promise.withResolvers();
  }

  const running = run().catch((error: unknown) => {
    failure = error;
    announce();
  });

  return {
    async waitFor(eventId, timeoutMs) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const isLate = new Promise<void>((resolve) => {
        timeout.addEventListener('abort', () => resolve(), { once: true });
      });
      for (;;) {
        const found = arrived.get(eventId)?.event;
        if (found !== undefined || timeout.aborted) return found;
        if (closing.signal.aborted)
          throw new OperatorError('the subscription to the bus has ended');
        if (failure !== undefined) throw failure;
        await Promise.race([news.promise, isLate]);
      }
    },
    count: (eventId) => arrived.get(eventId)?.times ?? 0,
    async close() {
      closing.abort();
      announce();
      await running;
      await source.close();
    },
  };
}

/** `metadata.id` of an event of the gateway, or the id in the detail of a probe. */
function idOf({ detail }: EventEnvelope): string | undefined {
  if (typeof detail !== 'object' || detail === null || !('metadata' in detail)) return undefined;
  const { metadata } = detail;
  if (typeof metadata !== 'object' || metadata === null || !('id' in metadata)) return undefined;
  return typeof metadata.id === 'string' ? metadata.id : undefined;
}
