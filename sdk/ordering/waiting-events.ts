import type { Ticket } from '../handler/conversation-order.ts';

/** An event that the forwarder received. */
export interface NewEvent extends Ticket {
  /** `metadata.id` */
  readonly id: string;
  /** The event as EventBridge delivered it, as JSON. */
  readonly json: string;
  /** SQS's id of the message that the event came in. It distinguishes a dead letter that came back. */
  readonly messageId: string;
}

/** Where the forwarder stores events. Held by `test/contract/ports/conversation-order.test.ts`. */
export interface WaitingEvents {
  /**
   * Stores an event, so that it waits for its turn. An event that is stored already stays as it is. A
   * dead letter that came back waits again.
   *
   * @returns the deduplication id of the event's ticket; `undefined` if the event was handled
   */
  add(event: NewEvent): Promise<string | undefined>;
}

/** A ticket to send. */
export interface TicketToSend extends Ticket {
  /** Two tickets with the same id within five minutes are one. */
  readonly ticketId: string;
}

/** The ordered queue, which delivers a ticket after the hold-back window. */
export interface TicketQueue {
  /** @returns those that were not sent */
  send(tickets: readonly TicketToSend[]): Promise<readonly TicketToSend[]>;
}
