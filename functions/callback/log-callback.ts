import type { Log, LogFields } from '../../shared/runtime/log.ts';
import type { StoreOutcome } from '../../shared/table/event-store.ts';
import type { CallbackRecords } from './to-event-records.ts';

/**
 * Logs one line for a callback that is stored: one for each event record would cost more than the
 * function. The stack's metric filters count its fields, so a count of 0 is left out. The line names
 * the first event; after a conflict, the first event that conflicts. Never its place in the table: keys
 * have phone numbers in them, also those of messages, because WhatsApp's id of a message is the number in
 * base64.
 *
 * @param outcomes of the records, in their order
 */
export function logCallback(
  provider: string,
  callback: CallbackRecords,
  outcomes: readonly StoreOutcome[],
  log: Log,
): void {
  const { records } = callback;
  const counts = toCounts(callback, outcomes);
  const conflicting = records[outcomes.indexOf('conflict')];
  if (conflicting === undefined) {
    log.info('callback', { provider, id: records[0]?.event.detail.metadata.id, ...counts });
  } else {
    const { id, type } = conflicting.event.detail.metadata;
    log.warn('callback', { provider, id, type, ...counts });
  }
}

function toCounts(
  { records, unmapped, ignoredCount }: CallbackRecords,
  outcomes: readonly StoreOutcome[],
): LogFields<'callback'> {
  const countOf = (outcome: StoreOutcome) => outcomes.filter((it) => it === outcome).length;
  const counts = {
    received: records.length + unmapped.length + ignoredCount,
    stored: countOf('stored'),
    duplicate: countOf('duplicate'),
    alternate: countOf('alternate'),
    conflict: countOf('conflict'),
    quarantined: records.filter(({ quarantine }) => quarantine !== undefined).length,
    unmapped: unmapped.length,
    ignored: ignoredCount,
  } satisfies LogFields<'callback'>;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
