import { TributaryError } from '../../shared/tributary-error.ts';
import {
  type ConversationOrder,
  type Progress,
  readTicket,
  type Ticket,
  type WaitingEvent,
} from './conversation-order.ts';
import type { QueueBatch, QueueBatchResponse } from './handler.ts';

/** How an event is handled whose turn has come. */
export interface Handling {
  readonly order: ConversationOrder;
  readonly onFailure: (error: unknown, position: string) => void;
  /** Called before an event begins: what it throws ends the batch of the conversation, and uses up no attempt. */
  readonly beforeBegin?: (conversation: string) => void;
  /** @throws a `TributaryError` that is not retryable for an event that becomes a dead letter at once */
  run(event: WaitingEvent, attempt: OrderedAttempt): Promise<void>;
}

/** One attempt at an event of an ordered subscription. */
export interface OrderedAttempt {
  readonly conversation: string;
  /** Whether the handling of an event that belongs after it has begun before. */
  readonly late: boolean;
  /** Its number, from 1. */
  readonly attempt: number;
  /** What the order has stored about its beginning. */
  readonly begun: Progress;
}

/**
 * Handles the events that are due with a batch of tickets: conversations concurrently, the events of one
 * conversation one at a time and sorted.
 *
 * @returns the tickets that SQS must deliver again
 */
export async function handleTickets(
  { Records }: QueueBatch,
  handling: Handling,
): Promise<QueueBatchResponse> {
  const conversations = Object.values(Object.groupBy(Records.map(toMessage), groupOf));
  const batchItemFailures: QueueBatchResponse['batchItemFailures'] = [];
  const handleConversation = async (messages: readonly Message[] = []): Promise<void> => {
    const done = await handleInOrder(messages, handling);
    // Everything after a failure is returned with it: SQS keeps the order of what it delivers again.
    for (const { messageId } of messages.slice(done)) {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  };
  const isRetried = (messages: readonly Message[] = []) => messages.some(({ retried }) => retried);
  await Promise.all(
    conversations.filter((messages) => !isRetried(messages)).map(handleConversation),
  );
  // An event that ended the last invocation may end this one. It must not count as an attempt of
  // events that are handled beside it, so what was delivered before comes alone.
  for (const messages of conversations.filter(isRetried)) await handleConversation(messages);
  return { batchItemFailures };
}

interface Message {
  readonly messageId: string;
  /** `undefined` when the message is not a ticket. */
  readonly ticket: Ticket | undefined;
  /** Whether it was delivered before. */
  readonly retried: boolean;
}

function toMessage({ messageId, body, attributes }: QueueBatch['Records'][number]): Message {
  const retried = Number(attributes?.ApproximateReceiveCount ?? 1) > 1;
  try {
    return { messageId, retried, ticket: readTicket(body) };
  } catch {
    return { messageId, retried, ticket: undefined };
  }
}

function groupOf({ ticket }: Message): string {
  return ticket?.conversation ?? '';
}

/**
 * Handles what is due with each message of one conversation, until one fails.
 *
 * @returns how many messages are done
 */
async function handleInOrder(messages: readonly Message[], handling: Handling): Promise<number> {
  const { order, onFailure } = handling;
  let progress: Progress | undefined;
  for (const [done, { ticket }] of messages.entries()) {
    try {
      if (ticket === undefined) throw readTicketError;
      progress ??= await readIdleProgress(ticket.conversation, order);
      progress = await handleDue(ticket, progress, handling);
    } catch (error) {
      onFailure(error, ticket?.position ?? '');
      return done;
    }
  }
  return messages.length;
}

/**
 * SQS delivers a message again when its visibility timeout ends. If Lambda was throttled and has started
 * the function late, that is while the first invocation still runs.
 */
async function readIdleProgress(conversation: string, order: ConversationOrder): Promise<Progress> {
  const progress = await order.readProgress(conversation);
  if (!(await order.isBusy(conversation, progress))) return progress;
  throw new TributaryError(
    'event_in_progress',
    'another invocation is handling the same conversation: it is retried later, in case that one fails',
    { retryable: true },
  );
}

const readTicketError = new TributaryError(
  'misconfigured',
  'the queue is not that of a Subscription with order: "conversation": connect the function to no other queue, or use createQueueHandler',
  { retryable: false },
);

/**
 * Handles the events that are due with a ticket: all that wait between the furthest event that has
 * begun, which is among them when it failed, and the ticket's own. If the ticket's event belongs before
 * the furthest one, it is late, and comes alone.
 */
async function handleDue(
  { conversation, position }: Ticket,
  before: Progress,
  handling: Handling,
): Promise<Progress> {
  const { order } = handling;
  const late = before.begunUntil !== undefined && position < before.begunUntil;
  const from = late ? position : before.begunUntil;
  let progress = before;
  for (const event of await order.readWaiting(conversation, from, position)) {
    if (attemptsOf(event, progress) >= order.maxAttempts) {
      await order.moveToDeadLetters(conversation, event);
      continue;
    }
    handling.beforeBegin?.(conversation);
    progress = await order.begin(conversation, event, progress);
    try {
      const attempt = attemptsOf(event, progress);
      await handling.run(event, { conversation, late, attempt, begun: progress });
    } catch (error) {
      const isLast = attemptsOf(event, progress) >= order.maxAttempts || isPermanent(error);
      if (!isLast) throw error;
      handling.onFailure(error, event.position);
      await order.moveToDeadLetters(conversation, event);
      continue;
    }
    await order.complete(conversation, event);
  }
  return progress;
}

/** How many times the handling of an event has begun, and did not end with `complete`. */
function attemptsOf({ ticketId }: WaitingEvent, { latest, attempts }: Progress): number {
  return ticketId === latest?.ticketId ? attempts : 0;
}

/** An event that this version of the package cannot read stays unreadable at the next attempt. */
function isPermanent(error: unknown): boolean {
  return error instanceof TributaryError && !error.retryable;
}
