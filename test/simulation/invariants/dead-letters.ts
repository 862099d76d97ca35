import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { type Evidence, isMessage, isToPublish } from './evidence.ts';
import type { Ledger } from './rules.ts';

/**
 * Before the redrive: each event that is in the table and not on the bus is in the payload bucket, in
 * full. Each message of which a file has no outcome is in the dead-letter queue, in full.
 *
 * @param deadLetterTexts the `detail` of each stream record in the payload bucket
 */
export function checkDeadLetters(
  { stories, stored, storedByPartition, publishedTexts, gateway }: Evidence,
  deadLetterTexts: ReadonlySet<string>,
  ledger: Ledger,
): void {
  for (const record of stored.filter(isToPublish)) {
    if (record.isErased || publishedTexts.has(record.text)) continue;
    const isThere = deadLetterTexts.has(record.text);
    ledger.check('dead letter: in full in the payload bucket', isThere, () => record.subject);
  }
  const letters = gateway.queue.deadLetters.bodies.map((body) =>
    JSON.stringify(JSON.parse(body).detail),
  );
  for (const { provider, id } of stories.messages) {
    const records = storedByPartition.get(`message#${provider}#${id}`) ?? [];
    const message = records.find(isMessage);
    if (message === undefined || !publishedTexts.has(message.text)) continue;
    const { media } = deriveMessageState(records.map(({ event }) => event));
    const isOpen = media.some(
      (file) => file.state === 'pending' || (file.state === 'failed' && file.failed.retryable),
    );
    if (!isOpen) continue;
    const isThere = letters.includes(message.text);
    ledger.check('dead letter: in full in the queue', isThere, () => message.subject);
  }
}

/** A record that is not an event is stored in full, for the operator who examines it. */
export function checkUndecodable(
  { gateway }: Evidence,
  deadLetterTexts: ReadonlySet<string>,
  ledger: Ledger,
): void {
  for (const { detail } of gateway.table.written) {
    const text = detail?.S;
    if (text !== '{"metadata":') continue;
    const isThere = deadLetterTexts.has(text);
    ledger.check('not an event: in full in the payload bucket', isThere, () => text);
  }
}
