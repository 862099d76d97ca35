import { isMessageEvent } from '../contract/event-kinds.ts';
import type { TributaryEvent } from '../contract/index.ts';
import type { RecordKey } from './keys.ts';
import { messagePartition } from './partition-key.ts';
import { parseSortKey } from './sort-key.ts';

/**
 * Partitions of the message that an event is about: under the message's id and, where the event has
 * it, under the provider's own id. Some provider events have only the latter, so that a message's
 * event records can be in both partitions.
 *
 * @returns an empty list for an event that is not about a message
 */
export function messagePartitionsOf(event: TributaryEvent): readonly string[] {
  const { metadata } = event.detail;
  return messageIdsOf(event)
    .filter((id) => id !== undefined)
    .map((id) => messagePartition(metadata.provider, id));
}

function messageIdsOf(event: TributaryEvent): readonly (string | undefined)[] {
  if (isMessageEvent(event)) {
    const { id, providerMessageId } = event.detail.data.message;
    return [id, providerMessageId];
  }
  const { data } = event.detail;
  if (!('messageId' in data)) return [];
  return [data.messageId, 'providerMessageId' in data ? data.providerMessageId : undefined];
}

/** What an item of a message's partition says about the message's other id. */
export interface MessageItem {
  readonly key: RecordKey;
  readonly event?: TributaryEvent | undefined;
  /** The partition that an alias stands for. */
  readonly alias?: string | undefined;
}

/**
 * Every item of a message, whichever of its two ids the partition is of: the partition's own items,
 * and those of the other id, which an alias or the message itself names. At most two reads.
 *
 * @param readPartition reads every item of one partition
 */
export async function readMessageItems<Item extends MessageItem>(
  pk: string,
  readPartition: (pk: string) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const items = await readPartition(pk);
  const other = items
    .flatMap(({ key, alias, event }) => [
      ...(alias === undefined ? [] : [alias]),
      ...(isMessageEvent(event) && !isReaction(key) ? messagePartitionsOf(event) : []),
    ])
    .find((partition) => partition !== pk);
  return other === undefined ? items : [...items, ...(await readPartition(other))];
}

/** Whether an item is a reaction beside the message that it is to, and no event record of that message. */
export function isReaction({ sk }: RecordKey): boolean {
  return parseSortKey(sk)?.kind === 'reaction';
}
