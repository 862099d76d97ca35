import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/**
 * The event records of one message reach the bus in the order in which they were written, unless some
 * of them became dead letters.
 */
export function* checkOrder(
  evidence: Evidence,
  deadLetterPartitions: ReadonlySet<string>,
): Generator<Violation> {
  const firstAt = new Map<string, number>();
  for (const [index, { id }] of evidence.published.entries()) {
    if (!firstAt.has(id)) firstAt.set(id, index);
  }
  const lastOf = new Map<string, number>();
  for (const { pk, isPublished, event, subject } of evidence.stored) {
    const at = firstAt.get(event.detail.metadata.id);
    if (!isPublished || at === undefined || deadLetterPartitions.has(pk)) continue;
    if (at < (lastOf.get(pk) ?? -1)) {
      yield { invariant: 'one message: published in the order written', what: subject };
    }
    lastOf.set(pk, Math.max(at, lastOf.get(pk) ?? -1));
  }
}
