import { isAcknowledged } from '../traffic/callback.ts';
import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/**
 * Every acknowledged event is in the table once and on the bus at least once, with the same id and
 * the same bytes. Every other event in the outbox is on the bus, too, and no other event is.
 */
export function* checkPublication({ stories, stored, published }: Evidence): Generator<Violation> {
  const outbox = stored.filter(({ isPublished }) => isPublished);
  for (const callback of stories.callbacks.filter(isAcknowledged)) {
    for (const { subject } of callback.items) {
      const records = outbox.filter((record) => record.subject === subject);
      if (records.length !== 1) {
        yield {
          invariant: 'acknowledged: in the table once',
          what: `${subject}: ${records.length}`,
        };
      }
      if (!published.some((event) => event.subject === subject)) {
        yield { invariant: 'acknowledged: on the bus', what: subject };
      }
    }
  }
  const ids = new Map(published.map(({ id, text }) => [id, text]));
  for (const { text, event, subject } of outbox) {
    const publishedText = ids.get(event.detail.metadata.id);
    if (publishedText === undefined)
      yield { invariant: 'in the outbox: on the bus', what: subject };
    else if (publishedText !== text)
      yield { invariant: 'on the bus: the bytes of the table', what: subject };
  }
  const texts = new Set(outbox.map(({ text }) => text));
  for (const { text, subject } of published) {
    if (!texts.has(text)) yield { invariant: 'on the bus: in the table', what: subject };
  }
}

/** Each item of an acknowledged callback is stored, even if it is not published. */
export function* checkItems({ stories, storedText }: Evidence): Generator<Violation> {
  for (const { items } of stories.callbacks.filter(isAcknowledged)) {
    for (const { subject, marker } of items) {
      if (!storedText.includes(marker)) {
        yield { invariant: 'acknowledged: every item is stored', what: `${subject} ${marker}` };
      }
    }
  }
}

/** Without faults, no event is published twice. */
export function* checkRepeats({ world, published }: Evidence): Generator<Violation> {
  if (!world.faults.plan.calm) return;
  const seen = new Set<string>();
  for (const { id, subject } of published) {
    if (seen.has(id)) yield { invariant: 'calm: on the bus once', what: subject };
    seen.add(id);
  }
}
