import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/**
 * Before anything is redriven: what is in the outbox and not on the bus lies whole in the payload bucket, and
 * a file without an outcome lies whole in the dead-letter queue.
 *
 * @param givenUpTexts the `detail` of each stream record in the payload bucket
 */
export function* checkDeadLetters(
  { stories, stored, published, gateway }: Evidence,
  givenUpTexts: ReadonlySet<string>,
): Generator<Violation> {
  const onBus = new Set(published.map(({ text }) => text));
  for (const { isPublished, text, subject } of stored) {
    if (isPublished && !onBus.has(text) && !givenUpTexts.has(text)) {
      yield { invariant: 'given up: whole in the payload bucket', what: subject };
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
      yield { invariant: 'given up: whole in the dead-letter queue', what: message.subject };
    }
  }
}

/** A record that holds no event is kept whole, for whoever looks into it. */
export function* checkUndecodable(
  { gateway }: Evidence,
  givenUpTexts: ReadonlySet<string>,
): Generator<Violation> {
  for (const { detail } of gateway.table.items) {
    if (detail?.S !== '{"metadata":' || givenUpTexts.has(detail.S)) continue;
    yield { invariant: 'no event: whole in the payload bucket', what: detail.S };
  }
}
