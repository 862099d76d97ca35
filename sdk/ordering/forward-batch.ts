import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { QueueBatch, QueueBatchResponse } from '../handler/handler.ts';
import { conversationOf } from './conversation-of.ts';
import type { NewEvent, TicketQueue, TicketToSend, WaitingEvents } from './waiting-events.ts';

export interface ForwarderPorts {
  readonly waiting: WaitingEvents;
  readonly tickets: TicketQueue;
  /** Called for each event that failed. */
  readonly onFailure: (error: unknown, messageId: string) => void;
}

/**
 * The forwarder of an ordered subscription: stores each event of a batch, then sends its ticket. The
 * event is stored before its ticket is sent, and the queue holds the ticket back, so every event that
 * arrives within the window is stored before the ticket is delivered.
 *
 * A batch that is delivered again changes nothing: events are stored once, and tickets of events that
 * were handled have no effect.
 */
export async function forwardBatch(
  { Records }: QueueBatch,
  { waiting, tickets, onFailure }: ForwarderPorts,
): Promise<QueueBatchResponse> {
  const failed = new Set<string>();
  const toSend = new Map<TicketToSend, string>();
  await Promise.all(
    Records.map(async ({ messageId, body }) => {
      try {
        const { conversation, position, ...event } = toNewEvent(body, messageId);
        const ticketId = await waiting.add({ conversation, position, ...event });
        if (ticketId !== undefined) toSend.set({ conversation, position, ticketId }, messageId);
      } catch (error) {
        onFailure(error, messageId);
        failed.add(messageId);
      }
    }),
  );
  for (const unsent of await tickets.send([...toSend.keys()])) failed.add(toSend.get(unsent) ?? '');
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** @throws {TypeError} for a body that is not an event of Tributary */
function toNewEvent(json: string, messageId: string): NewEvent {
  // Only the subscriber's function parses the whole event: it may have fields that are new here.
  const event: TributaryEvent = JSON.parse(json);
  const { id, occurredAt } = event.detail.metadata;
  if (typeof id !== 'string' || typeof occurredAt !== 'string') {
    throw new TypeError('not an event of Tributary: change the rule to match only its events');
  }
  const position = `${occurredAt}#${id}`;
  return { conversation: conversationOf(event), position, id, json, messageId };
}
