import type { Data, Detail, TributaryEvent } from '../contract/index.ts';
import { detailsOf } from './message-state.ts';

/** What is known about a payment, derived from its events. */
export interface PaymentState {
  /** The provider's word: `captured` once it was, else that of the latest event. */
  readonly current: string;
  /** The event that says it, with the amount and the attempt to pay. */
  readonly payment: Data<'payment.updated'>;
  /** Every event of it, the oldest first. */
  readonly history: readonly Detail<'payment.updated'>[];
}

/**
 * Derives a payment's state from its events. Their order does not matter: a payment that was captured
 * stays captured, whichever event came last.
 *
 * @returns `undefined` without any
 */
export function derivePaymentState(events: readonly TributaryEvent[]): PaymentState | undefined {
  const history = detailsOf(events, 'payment.updated');
  const captured = history.findLast(({ data }) => data.current === 'captured');
  const payment = (captured ?? history.at(-1))?.data;
  return payment && { current: payment.current, payment, history };
}
