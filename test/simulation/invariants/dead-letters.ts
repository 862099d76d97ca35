import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/**
 * Before the redrive: each event that is in the outbox and not on the bus is in the payload bucket, in
 * full. Each message of which a file has no outcome is in the dead-letter queue, in full.
 *
 * @param deadLetterTexts the `detail` of each stream record in the payload bucket
 */
export function* checkDeadLetters(
  { stories, stored, published, gateway }: Evidence,
  deadLetterTexts: ReadonlySet<string>,
): Generator<Violation> {
  const onBus = new Set(published.map(({ text }) => text));
  for (const { isPublished, text, subject } of stored) {
    if (isPublished && !onBus.has(text) && !deadLetterTexts.has(text)) {
      yield { invariant: 'dead letter: in full in the payload bucket', what: subject };
    }
  }
  const letters = gateway.queue.deadLetters.map((body) => JSON.stringify(JSON.parse(body).detail));
  for (const { provider, id } of stories.messages) {
    const records = stored.filter(({ pk }) => pk === `message#${provider}#${id}`);
    const message = records.find(({ sk }) => sk === 'message');
    if (message === undefined || !onBus.has(message.text)) continue;
    const { media } = deriveMessageState(records.map(({ event }) => event));
    const isOpen = media.some(
      (file) => file.state === 'pending' || (file.state === 'failed' && file.failed.retryable),
    );
    if (isOpen && !letters.includes(message.text)) {
      yield { invariant: 'dead letter: in full in the queue', what: message.subject };
    }
  }
}

/** A record that is not an event is stored in full, for the operator who examines it. */
export function* checkUndecodable(
  { gateway }: Evidence,
  deadLetterTexts: ReadonlySet<string>,
): Generator<Violation> {
  for (const { detail } of gateway.table.items) {
    if (detail?.S !== '{"metadata":' || deadLetterTexts.has(detail.S)) continue;
    yield { invariant: 'not an event: in full in the payload bucket', what: detail.S };
  }
}
