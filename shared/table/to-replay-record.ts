import type { TributaryEvent } from '../contract/index.ts';
import type { Fact } from './event-record.ts';

/**
 * A fact of which the table knows already, to be published once more: beside the original, under
 * `replay#<run>#<original sk>`, with the same `metadata.id` and `replayed: true`.
 *
 * It is in no index, since a conversation shows a message once, and carries no raw JSON, since the
 * original does.
 *
 * @param run names the replay: the same fact replayed twice in one run is published once
 */
export function sealReplay({ key, event }: Pick<Fact, 'key' | 'event'>, run: string): Fact {
  const { metadata, data } = event.detail;
  return {
    key: { pk: key.pk, sk: `replay#${run}#${key.sk}` },
    event: {
      ...event,
      detail: { metadata: { ...metadata, replayed: true }, data },
    } as TributaryEvent,
  };
}
