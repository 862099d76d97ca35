import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { messagePartition } from '../../../shared/table/keys.ts';
import { mentionsAny, participantOf, personOf } from './user-names.ts';

/** An event record of the table, as far as the search for a user looks at it. */
export interface SearchedRecord {
  readonly key: RecordKey;
  readonly event: TributaryEvent | undefined;
  readonly raw: () => string | undefined;
}

/** What a table holds of one user. */
export interface FoundUser {
  /** Phone digits and ids under which the user is known. */
  readonly names: ReadonlySet<string>;
  /** Partitions that are wholly about the user: messages from and to them, their changes. */
  readonly partitions: ReadonlySet<string>;
  /** Single event records about the user in partitions of others: statuses of a group's members. */
  readonly records: readonly RecordKey[];
  /** Event records of others that name the user: a contact card, a text. */
  readonly mentions: readonly RecordKey[];
}

/**
 * Looks for everything about a user in event records that come in any order.
 *
 * An event record may tell a further name of the user (a phone beside an id) after event records under that name went
 * by. `isComplete` says whether that was so; if it was, the event records are to be gone through once more,
 * by a search for all names that are known then.
 */
export function createUserSearch(known: Iterable<string>) {
  const names = new Set(known);
  const namesAtFirst = names.size;
  const partitions = new Set<string>();
  const records: RecordKey[] = [];
  const mentions: RecordKey[] = [];

  function isKnown(some: readonly string[]): boolean {
    const isSame = some.some((name) => names.has(name));
    if (isSame) for (const name of some) names.add(name);
    return isSame;
  }

  return {
    look({ key, event, raw }: SearchedRecord): void {
      if (event === undefined) return;
      if (isKnown(personOf(event))) {
        partitions.add(key.pk);
        for (const other of otherPartitions(event)) partitions.add(other);
      } else if (isKnown(participantOf(event))) {
        records.push(key);
      } else if (mentionsAny(`${JSON.stringify(event.detail)} ${raw() ?? ''}`, names)) {
        mentions.push(key);
      }
    },
    isComplete: () => names.size === namesAtFirst,
    found: (): FoundUser => ({
      names,
      partitions,
      records: records.filter(({ pk }) => !partitions.has(pk)),
      mentions: mentions.filter(({ pk }) => !partitions.has(pk)),
    }),
  };
}

/** Where event records lie that came under the provider's own id of the message. */
function otherPartitions(event: TributaryEvent): readonly string[] {
  const { metadata, data } = event.detail;
  const ids =
    'message' in data
      ? [data.message.id, data.message.providerMessageId]
      : 'messageId' in data && 'providerMessageId' in data
        ? [data.messageId, data.providerMessageId]
        : [];
  return ids.filter((id) => id !== undefined).map((id) => messagePartition(metadata.provider, id));
}
