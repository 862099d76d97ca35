import { shorten } from './key-parts.ts';
import type { RecordKey } from './keys.ts';

/** Keys of a sparse index: only items that have them are in the index. */
export interface IndexKey {
  readonly partition: string;
  readonly sort: string;
}

/** Partition of a conversation in the index `conversation`, by the key that its messages carry. */
export function conversationPartition(conversationKey: string): string {
  return shorten(conversationKey);
}

/**
 * Key in the index `conversation`: it sorts by the time at which a message was written, in UTC:
 * `2026-01-02T03:04:05`, with a fraction only where there is one. Text in this form sorts by time.
 *
 * Messages of one instant come in an order that DynamoDB chooses, and keeps. Part of the event's id
 * would fix it, but every byte counts: the median message is just within two write units.
 */
export function conversationIndexKey(message: {
  readonly conversationKey: string;
  readonly occurredAt: string;
}): IndexKey {
  return {
    partition: conversationPartition(message.conversationKey),
    sort: message.occurredAt.slice(0, message.occurredAt.endsWith('.000Z') ? -5 : -1),
  };
}

/**
 * When the message was written. Only tests use it: it shows that a key says what it was made from.
 *
 * @returns the time in the contract's form; `undefined` for text that is not such a sort key
 */
export function parseConversationSort(sort: string): string | undefined {
  const [, time, fraction = '.000'] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3})?$/.exec(sort) ?? [];
  return time && `${time}${fraction}Z`;
}

/** After a defect of an adapter everything is quarantined: a day is spread over several partitions. */
const quarantineShards = 8;

/** Key in the index `quarantine`: partition `<UTC day>#<shard>`, sort `<receivedAt>#<pk>`. */
export function quarantineIndexKey(item: {
  readonly receivedAt: string;
  readonly eventId: string;
  readonly pk: RecordKey['pk'];
}): IndexKey {
  const shard = Number.parseInt(item.eventId.slice(0, 8), 16) % quarantineShards;
  return {
    partition: quarantineDayPartition(item.receivedAt.slice(0, 10), shard),
    sort: `${item.receivedAt}#${item.pk}`,
  };
}

/**
 * Every partition of one UTC day in the index `quarantine`.
 *
 * @param day `2026-11-21`
 */
export function quarantineDayPartitions(day: string): readonly string[] {
  return Array.from({ length: quarantineShards }, (_, shard) => quarantineDayPartition(day, shard));
}

/**
 * What a sort key says. Only tests use it: it shows that a key says what it was made from.
 *
 * @returns `undefined` for text that is not a sort key of the index `quarantine`
 */
export function parseQuarantineSort(
  sort: string,
): { readonly receivedAt: string; readonly pk: RecordKey['pk'] } | undefined {
  const [, receivedAt, pk] = /^([^#]+)#(.+)$/s.exec(sort) ?? [];
  return receivedAt && pk ? { receivedAt, pk } : undefined;
}

function quarantineDayPartition(day: string, shard: number): string {
  return `${day}#${shard}`;
}
