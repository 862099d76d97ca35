import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import {
  type ConversationOrder,
  type Progress,
  readTicket,
} from '../../sdk/handler/conversation-order.ts';
import { handleTickets } from '../../sdk/handler/handle-tickets.ts';
import { toOwnDelaySeconds } from '../../shared/http-subscription/retry-schedule.ts';
import { TributaryError, toErrorFields } from '../../shared/tributary-error.ts';
import { type BatchPorts, hideRecord } from './deliver-batch.ts';
import type { Delivery } from './deliver-event.ts';
import { longestPostMs } from './limits.ts';

/** What deliveries in order need: dead letters go through the order. */
export interface OrderedPorts extends Omit<BatchPorts, 'deadLetters' | 'now'> {
  readonly order: ConversationOrder;
}

/** The part of Lambda's context that is used. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** What a conversation waits for. */
type Pause = Exclude<Delivery, { readonly kind: 'delivered' | 'dead_letter' }>;

/** The last part of an invocation, for what is stored after a request. */
const reservedMs = 5_000;

/**
 * Makes the handler of a subscription in order: posts the events of a conversation one after another. While an
 * event waits for its next attempt, those that belong after it wait with it; other conversations go on.
 */
export function createOrderedDelivery(
  ports: OrderedPorts,
): (event: Pick<SQSEvent, 'Records'>, context: InvocationContext) => Promise<SQSBatchResponse> {
  const { deliver, order, log } = ports;

  /** If this fails, the next attempt waits until this invocation would have run out of time. */
  async function release(conversation: string, begun: Progress, isAttempt: boolean): Promise<void> {
    try {
      await order.release(conversation, begun, isAttempt);
    } catch (error) {
      log.warn('conversation not released', toErrorFields(error));
    }
  }

  return async (batch, context) => {
    const pauses = new Map<string, Pause>();
    const response = await handleTickets(batch, {
      order,
      beforeBegin: (conversation) => {
        if (context.getRemainingTimeInMillis() >= longestPostMs + reservedMs) return;
        // More may be due than one invocation has time for: the next one goes on here.
        pauses.set(conversation, { kind: 'again', seconds: 0 });
        throw new NotDelivered(true);
      },
      run: async ({ json }, { conversation, late, attempt, begun }) => {
        const delivery = await deliver(json, { number: attempt, late });
        if (delivery.kind === 'delivered') return;
        if (delivery.kind === 'dead_letter') throw new NotDelivered(false);
        pauses.set(conversation, delivery);
        await release(conversation, begun, delivery.kind === 'again');
        throw new NotDelivered(true);
      },
      onFailure: (error) => {
        if (!(error instanceof NotDelivered)) log.error('ticket not handled', toErrorFields(error));
      },
    });
    const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    await Promise.all(
      batch.Records.filter(({ messageId }) => failed.has(messageId)).map(async (record) => {
        const pause = pauses.get(conversationOf(record.body));
        if (pause === undefined) return;
        const receives = Number(record.attributes.ApproximateReceiveCount);
        const seconds = pause.kind === 'again' ? pause.seconds : toOwnDelaySeconds(receives);
        await hideRecord(record, seconds, ports);
      }),
    );
    return response;
  };
}

/** The delivery has logged what happened. One that is not retryable makes the event a dead letter. */
class NotDelivered extends TributaryError {
  constructor(retryable: boolean) {
    super('publish_failed', 'the receiver did not accept an event: its log line says why', {
      retryable,
    });
  }
}

function conversationOf(body: string): string {
  try {
    return readTicket(body).conversation;
  } catch {
    return '';
  }
}
