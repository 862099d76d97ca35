import type { RecordKey } from '../../../shared/table/keys.ts';
import { messagePartitionsOf } from '../../../shared/table/message-partitions.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';
import { mentionsAny, participantOf, personOf } from './user-names.ts';

/** What a table holds about one user. */
export interface FoundUser {
  /** Phone digits and ids by which the user is known. */
  readonly names: ReadonlySet<string>;
  /** Partitions that are entirely about the user: messages from and to them, their changes. */
  readonly partitions: ReadonlySet<string>;
  /** Single event records about the user in other partitions: statuses of a group's members. */
  readonly records: readonly RecordKey[];
  /** Other event records that name the user: in a contact card, in a text. */
  readonly mentions: readonly RecordKey[];
}

/**
 * Searches items for everything about a user. Items may come in any order.
 *
 * An event can reveal a further name of the user (a phone beside an id) after events under that name
 * were read. Then `isComplete` is false; search all items again with all known names.
 */
export function createUserSearch(known: Iterable<string>) {
  const names = new Set(known);
  const namesAtFirst = names.size;
  const partitions = new Set<string>();
  const records: RecordKey[] = [];
  const mentions: RecordKey[] = [];

  /** Whether a person with these names is the user; then all of them are the user's names. */
  function isUser(personNames: readonly string[]): boolean {
    const isKnown = personNames.some((name) => names.has(name));
    if (isKnown) for (const name of personNames) names.add(name);
    return isKnown;
  }

  return {
    look({ key, event, raw }: Pick<TableItem, 'key' | 'event' | 'raw'>): void {
      if (event === undefined) return;
      if (isUser(personOf(event))) {
        partitions.add(key.pk);
        for (const partition of messagePartitionsOf(event)) partitions.add(partition);
      } else if (isUser(participantOf(event))) {
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
