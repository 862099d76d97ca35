import { isAcknowledged } from '../traffic/callback.ts';
import { type Evidence, isToPublish } from './evidence.ts';
import type { Ledger } from './rules.ts';

/**
 * Every acknowledged event is in the table once and on the bus at least once. What must be there is
 * known from the responses that the providers got, not from what the gateway marked.
 */
export function checkAcknowledged(evidence: Evidence, ledger: Ledger): void {
  const { stories, storedBySubject, publishedBySubject } = evidence;
  for (const callback of stories.callbacks.filter(isAcknowledged)) {
    for (const { subject, isUnmapped, isErased, mayRepeat } of callback.items) {
      if (isUnmapped) continue;
      const records = storedBySubject.get(subject)?.filter(({ kind }) => kind === 'original') ?? [];
      const keys = new Set(records.map(({ pk, sk }) => `${pk} ${sk}`)).size;
      const isRight = keys === 1 || (keys > 1 && mayRepeat === true);
      ledger.check('acknowledged: in the table once', isRight, () => `${subject}: ${keys}`);
      // With the user's data an erasure deletes dead letters, which are then never published.
      if (isErased) continue;
      ledger.check('acknowledged: on the bus', publishedBySubject.has(subject), () => subject);
    }
  }
}

/** Every original and replay in the table is on the bus with the same bytes, and nothing else is. */
export function checkPublication(evidence: Evidence, ledger: Ledger): void {
  const { stored, published, publishedTexts } = evidence;
  const ids = new Set(published.map(({ id }) => id));
  const outbox = stored.filter(isToPublish);
  for (const { text, event, subject, isErased } of outbox) {
    if (isErased) continue;
    const { id } = event.detail.metadata;
    ledger.check('in the table: on the bus', ids.has(id), () => subject);
    if (!ids.has(id)) continue;
    ledger.check('on the bus: the bytes of the table', publishedTexts.has(text), () => subject);
  }
  const texts = new Set(outbox.map(({ text }) => text));
  for (const { text, subject } of published) {
    ledger.check('on the bus: in the table', texts.has(text), () => subject);
  }
}

/** Without faults, no event is published twice. */
export function checkRepeats({ world, published }: Evidence, ledger: Ledger): void {
  if (!world.faults.plan.calm) return;
  const seen = new Set<string>();
  for (const { text, subject } of published) {
    ledger.check('calm: on the bus once', !seen.has(text), () => subject);
    seen.add(text);
  }
}
