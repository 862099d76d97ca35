/**
 * The events of an ordered subscription that wait, and how far each conversation has come. The
 * forwarder of the `Subscription` adds the events; `createOrderedQueueHandler` takes them in order.
 *
 * A *position* is `<occurredAt>#<metadata.id>`: text that sorts as the events of a conversation do.
 *
 * Held by `test/contract/ports/conversation-order.test.ts`.
 */
export interface ConversationOrder {
  /** How far the conversation has come, read consistently. */
  readProgress(conversation: string): Promise<Progress>;
  /**
   * Whether another invocation may still handle the event that began last: it has neither ended nor run
   * out of time.
   */
  isBusy(conversation: string, progress: Progress): Promise<boolean>;
  /** The events that wait between two positions, both included, in order; read consistently. */
  readWaiting(
    conversation: string,
    from: string | undefined,
    to: string,
  ): Promise<readonly WaitingEvent[]>;
  /**
   * Stores that a handling begins, before it does.
   *
   * @throws {TributaryError} `event_in_progress` when another invocation has begun one since `before`
   *   was read
   */
  begin(conversation: string, event: WaitingEvent, before: Progress): Promise<Progress>;
  /**
   * Stores that the handling of the event that began last has ended without success, so that the next attempt
   * need not wait until its invocation would have run out of time.
   *
   * @param begun what `begin` returned for it; without effect if another handling has begun since
   * @param isAttempt whether it counts as one of the event's attempts; it does by default
   */
  release(conversation: string, begun: Progress, isAttempt?: boolean): Promise<void>;
  /** Stores that an event was handled. It does not wait any more, and is remembered. */
  complete(conversation: string, event: WaitingEvent): Promise<void>;
  /** Sends an event to the dead-letter queue. It does not wait any more. */
  moveToDeadLetters(conversation: string, event: WaitingEvent): Promise<void>;
  /** How many times the handling of an event begins before it goes to the dead-letter queue. */
  readonly maxAttempts: number;
}

export interface Progress {
  /** The furthest position whose handling has begun. */
  readonly begunUntil: string | undefined;
  /** The event whose handling began last. */
  readonly latest: Pick<WaitingEvent, 'position' | 'ticketId'> | undefined;
  /** How many times in a row the handling of that event has begun. */
  readonly attempts: number;
  /** Until when the invocation that began it may run, in seconds since the epoch. */
  readonly busyUntilSeconds: number;
  /** Counts all beginnings in the conversation, so that of two invocations one loses. */
  readonly beginnings: number;
}

export interface WaitingEvent {
  readonly position: string;
  /** Deduplication id of its ticket: `metadata.id`, with a suffix when it came back as a dead letter. */
  readonly ticketId: string;
  /** The event as EventBridge delivered it, as JSON. */
  readonly json: string;
}

/**
 * The message on the ordered queue for one event. It has no content of the event: when it is
 * delivered, every event of the conversation up to this position is due.
 */
export interface Ticket {
  readonly conversation: string;
  readonly position: string;
}

/** The body of the queue's message. */
export function toTicketBody({ conversation, position }: Ticket): string {
  return JSON.stringify({ conversation, position });
}

/** @throws {SyntaxError} for another text */
export function readTicket(body: string): Ticket {
  const { conversation, position }: Partial<Ticket> = JSON.parse(body);
  if (typeof conversation === 'string' && typeof position === 'string') {
    return { conversation, position };
  }
  throw new SyntaxError(
    'the message is not one of an ordered subscription: give the Subscription order: "conversation"',
  );
}
