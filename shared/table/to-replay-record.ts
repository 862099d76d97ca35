import type { TributaryEvent } from '../contract/index.ts';
import type { EventRecord } from './event-record.ts';

/**
 * An event record of which the table knows already, to be published once more: beside the original, under
 * `replay#<run>#<original sk>`, with the same `metadata.id` and `replayed: true`.
 *
 * It is in no index, since a conversation shows a message once, and carries no raw JSON, since the
 * original does.
 *
 * @param run names the replay: the same event record replayed twice in one run is published once
 */
export function toReplayRecord(
  { key, event }: Pick<EventRecord, 'key' | 'event'>,
  run: string,
): EventRecord {
  const { metadata, data } = event.detail;
  return {
    key: { pk: key.pk, sk: `replay#${run}#${key.sk}` },
    event: {
      ...event,
      detail: { metadata: { ...metadata, replayed: true }, data },
    } as TributaryEvent,
  };
}
