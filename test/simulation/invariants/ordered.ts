import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { Gateway } from '../gateway.ts';
import {
  holdBackMs,
  isSubscribed,
  type OrderedSubscriber,
  positionOf,
} from '../platform/ordered-subscriber.ts';
import type { Ledger } from './rules.ts';

/**
 * What an ordered subscriber was promised (`docs/ordered-subscriptions.md`), after its dead letters were
 * moved back.
 */
export function checkOrdered({ bus, subscriber }: Gateway, ledger: Ledger): void {
  if (subscriber === undefined) return;
  checkSequence(subscriber, ledger);
  checkLateness(subscriber, ledger);
  const handled = new Set(
    subscriber.happenings.flatMap(({ what, position }) => (what === 'handled' ? [position] : [])),
  );
  for (const event of bus.accepted.filter(isSubscribed)) {
    // TypeScript does not follow that the parts are of one event.
    const position = positionOf(event as Pick<TributaryEvent, 'detail'>);
    ledger.check('ordered: each event at least once', handled.has(position), () => position);
  }
}

/** No event without `late` begins after one that belongs after it, and none beside another one. */
function checkSequence({ happenings }: OrderedSubscriber, ledger: Ledger): void {
  const furthest = new Map<string, string>();
  for (const { what, conversation, position, isLate, isBeside } of happenings) {
    if (what !== 'begun') continue;
    const before = furthest.get(conversation) ?? '';
    const isInOrder = position >= before || isLate;
    const describe = () => `${position} after ${before} in ${conversation}`;
    ledger.check('ordered: by the time of events, or marked as late', isInOrder, describe);
    ledger.check('ordered: one at a time in a conversation', !isBeside, describe);
    if (position > before) furthest.set(conversation, position);
  }
}

/**
 * An event is late only when one that belongs after it was stored earlier by more than the window, or when
 * it was a dead letter meanwhile.
 */
function checkLateness(
  { happenings, storedAtMs, wereDeadLetters }: OrderedSubscriber,
  ledger: Ledger,
): void {
  for (const { what, conversation, position, isLate } of happenings) {
    if (what !== 'begun' || !isLate || wereDeadLetters.has(position)) continue;
    const storedMs = storedAtMs.get(position) ?? Number.NaN;
    const isOvertaken = happenings.some(
      (other) =>
        other.conversation === conversation &&
        other.position > position &&
        storedMs > (storedAtMs.get(other.position) ?? Infinity) + holdBackMs,
    );
    ledger.check('ordered: late only after the window', isOvertaken, () => position);
  }
}
