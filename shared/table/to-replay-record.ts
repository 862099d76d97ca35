import type { TributaryEvent } from '../contract/index.ts';
import type { EventRecord, StoredRecord } from './event-record.ts';
import { toSortKey } from './sort-key.ts';

/**
 * A record that publishes a stored event once more: beside the original, under
 * `replay#<run>#<original sk>`, with the same `metadata.id` and `replayed: true`.
 *
 * It is in no index, since a conversation shows a message once, and has no raw JSON, since the
 * original has it.
 *
 * @param run names the replay: a record that is replayed twice in one run is published once
 * @throws {RangeError} for a name that is not `isRunName`
 */
export function toReplayRecord({ key, event }: StoredRecord, run: string): EventRecord {
  const { metadata, data } = event.detail;
  return {
    key: { pk: key.pk, sk: toSortKey({ kind: 'replay', run, of: key.sk }) },
    // TypeScript does not follow that the copy is of the same member of the union.
    event: {
      ...event,
      detail: { metadata: { ...metadata, replayed: true }, data },
    } as TributaryEvent,
  };
}
