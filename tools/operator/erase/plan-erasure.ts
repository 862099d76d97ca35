import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { personOf } from '../../../shared/contract/user-names.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { parseSortKey } from '../../../shared/table/sort-key.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';
import { type KnownNames, toOwner } from './known-names.ts';
import type { FoundFiles } from './search-files.ts';
import type { FoundPayloads } from './search-payloads.ts';
import { participantOf } from './user-names.ts';

/** Everything that an erasure deletes. */
export interface ErasurePlan {
  /**
   * Event records in the order in which they are deleted. Those that name no one come first and messages
   * last: an erasure that was interrupted finds the rest by them.
   */
  readonly records: readonly (readonly RecordKey[])[];
  readonly payloadKeys: readonly string[];
  /** Partitions of the user. What comes to them later and names no one is the user's as well. */
  readonly partitions: readonly string[];
  /** Keys in the media bucket. */
  readonly mediaKeys: readonly string[];
  readonly deadLetters: FoundPayloads['deadLetters'];
  readonly oldDeadLetters: readonly string[];
  /** How many messages of the user are in the dead-letter queue of the media mirror. */
  readonly queuedMessages: number;
}

type Item = Pick<TableItem, 'key' | 'event' | 'payloadKey'>;

/** What a user has in a partition. */
export interface UserItems {
  readonly items: readonly TableItem[];
  /** `metadata.id` of the user's messages with files: the files are named by it. */
  readonly messagesWithFiles: readonly string[];
  /** Whether the partition is of another user's message. */
  readonly isOthersMessage: boolean;
}

/**
 * Selects the items of a partition that are about the user.
 *
 * A callback can name the wrong person, so that one record of another user's message names this user.
 * Then only that record is this user's, and no file is: whose a partition is, its message decides.
 */
export function selectItemsOf(names: KnownNames, items: readonly TableItem[]): UserItems {
  const isOfUser = ({ event }: Item) =>
    event !== undefined && toOwner([...personOf(event), ...participantOf(event)], names) === 'user';
  const isOfOther = ({ event }: Item) =>
    event !== undefined && personOf(event).length > 0 && toOwner(personOf(event), names) !== 'user';
  const messages = items.filter(({ event }) => isMessageEvent(event));
  const original = messages.filter(({ key }) => parseSortKey(key.sk)?.kind === 'message');
  const deciding = original.length > 0 ? original : messages;
  const isOthersMessage = deciding.length > 0 && deciding.every(isOfOther);
  if (isOthersMessage) {
    return { items: items.filter(isOfUser), messagesWithFiles: [], isOthersMessage };
  }
  const ofUser = items.filter((item) => !isOfOther(item));
  return { items: ofUser, messagesWithFiles: ofUser.flatMap(idWithFiles), isOthersMessage };
}

/** The files of a conflict are not mirrored: those in its folder belong to the first content. */
function idWithFiles({ key, event }: Item): readonly string[] {
  if (!isMessageEvent(event) || event.detail.data.message.media.length === 0) return [];
  return parseSortKey(key.sk)?.kind === 'conflict' ? [] : [event.detail.metadata.id];
}

/** Plans to delete these items, their raw JSON in the payload bucket, their files, and what else was found. */
export function planErasure(
  items: readonly Item[],
  {
    partitions,
    payloads,
    files,
    queuedMessages,
  }: {
    readonly partitions: readonly string[];
    readonly payloads: FoundPayloads;
    readonly files: FoundFiles;
    readonly queuedMessages: number;
  },
): ErasurePlan {
  return {
    records: inOrder(items),
    partitions,
    payloadKeys: toDistinct([...items.map(({ payloadKey }) => payloadKey), ...payloads.items]),
    mediaKeys: toDistinct([...items.map(({ event }) => storedFile(event)), ...files.files]),
    deadLetters: payloads.deadLetters,
    oldDeadLetters: payloads.oldDeadLetters,
    queuedMessages,
  };
}

function inOrder(items: readonly Item[]): readonly (readonly RecordKey[])[] {
  const stepOf = ({ event }: Item) => {
    if (isMessageEvent(event)) return 2;
    return event !== undefined && personOf(event).length > 0 ? 1 : 0;
  };
  return [0, 1, 2].map((step) =>
    items.filter((item) => stepOf(item) === step).map(({ key }) => key),
  );
}

function storedFile(event: TributaryEvent | undefined): string | undefined {
  return event?.['detail-type'] === 'media.stored' ? event.detail.data.key : undefined;
}

function toDistinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}
