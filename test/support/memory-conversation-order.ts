import type {
  ConversationOrder,
  Progress,
  WaitingEvent,
} from '../../sdk/handler/conversation-order.ts';
import type { WaitingEvents } from '../../sdk/ordering/waiting-events.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/** @param phase the state changes between the two */
export type OnCall = (
  phase: 'before' | 'after',
  method: string,
  conversation: string,
  position: string,
) => Promise<void>;

/**
 * The table of an ordered subscription in memory, held by
 * `test/contract/ports/conversation-order.test.ts`.
 *
 * @param onCall runs before and after each call takes effect; what it throws is what the call throws
 */
export function createMemoryConversationOrder({
  maxAttempts,
  timeoutSeconds = 30,
  nowSeconds = () => 0,
  onCall = async () => {},
}: {
  readonly maxAttempts: number;
  readonly timeoutSeconds?: number;
  readonly nowSeconds?: () => number;
  readonly onCall?: OnCall;
}) {
  type Stored = WaitingEvent | 'handled' | 'dead letter';
  const events = new Map<string, Map<string, Stored>>();
  const progresses = new Map<string, Progress>();
  const deadLetters: string[] = [];
  const eventsOf = (conversation: string) => {
    const found = events.get(conversation) ?? new Map<string, Stored>();
    events.set(conversation, found);
    return found;
  };
  const progressOf = (conversation: string): Progress =>
    progresses.get(conversation) ?? {
      begunUntil: undefined,
      latest: undefined,
      attempts: 0,
      beginnings: 0,
      busyUntilSeconds: 0,
    };
  const call = async <T>(
    method: string,
    conversation: string,
    position: string,
    run: () => T,
  ): Promise<T> => {
    await onCall('before', method, conversation, position);
    const result = run();
    await onCall('after', method, conversation, position);
    return result;
  };

  const waiting: WaitingEvents = {
    add: ({ conversation, position, id, json, messageId }) =>
      call('add', conversation, position, () => {
        const stored = eventsOf(conversation).get(position);
        if (stored === 'handled') return undefined;
        if (typeof stored === 'object') return stored.ticketId;
        const ticketId = stored === 'dead letter' ? `${id}#${messageId}` : id;
        eventsOf(conversation).set(position, { position, ticketId, json });
        return ticketId;
      }),
  };
  const order: ConversationOrder = {
    maxAttempts,
    readProgress: (conversation) =>
      call('readProgress', conversation, '', () => progressOf(conversation)),
    isBusy: (conversation, { latest, busyUntilSeconds }) =>
      call('isBusy', conversation, '', () => {
        if (latest === undefined || nowSeconds() > busyUntilSeconds) return false;
        const stored = eventsOf(conversation).get(latest.position);
        return typeof stored === 'object' && stored.ticketId === latest.ticketId;
      }),
    readWaiting: (conversation, from = '', to) =>
      call('readWaiting', conversation, to, () =>
        [...eventsOf(conversation).values()]
          .filter((stored) => typeof stored === 'object')
          .filter(({ position }) => from <= position && position <= to)
          .toSorted((a, b) => (a.position < b.position ? -1 : 1)),
      ),
    begin: (conversation, { position, ticketId }, before) =>
      call('begin', conversation, position, () => {
        if (progressOf(conversation).beginnings !== before.beginnings) {
          throw new TributaryError('event_in_progress', 'another invocation', { retryable: true });
        }
        const { begunUntil = '' } = before;
        const progress: Progress = {
          begunUntil: position > begunUntil ? position : begunUntil,
          latest: { position, ticketId },
          attempts: before.latest?.ticketId === ticketId ? before.attempts + 1 : 1,
          beginnings: before.beginnings + 1,
          busyUntilSeconds: nowSeconds() + timeoutSeconds,
        };
        progresses.set(conversation, progress);
        return progress;
      }),
    release: (conversation, { beginnings, attempts }, isAttempt = true) =>
      call('release', conversation, '', () => {
        const progress = progressOf(conversation);
        if (progress.beginnings !== beginnings) return;
        progresses.set(conversation, {
          ...progress,
          attempts: isAttempt ? attempts : attempts - 1,
          busyUntilSeconds: 0,
        });
      }),
    complete: (conversation, { position }) =>
      call('complete', conversation, position, () => {
        eventsOf(conversation).set(position, 'handled');
      }),
    moveToDeadLetters: (conversation, { position, json }) =>
      call('moveToDeadLetters', conversation, position, () => {
        deadLetters.push(json);
        eventsOf(conversation).set(position, 'dead letter');
      }),
  };
  return { waiting, order, deadLetters };
}
